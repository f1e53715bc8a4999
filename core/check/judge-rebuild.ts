import { z } from "zod";
import { takesEverything } from "../dockerfile/lint/copy-words.ts";
import { lintContext } from "../dockerfile/lint/lint-context.ts";
import { isPipInstall, shellCommands } from "../dockerfile/lint/shell-commands.ts";
import type { DockerfileInstruction } from "../dockerfile/parse-dockerfile.ts";
import { makesLayer } from "../dockerfile/stage-chain.ts";
import type { BuildStep } from "../run/build-step.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf, type Hint } from "./decide.ts";
import { readPipLog } from "./read-pip-log.ts";
import type { CheckResult, Evidence } from "./result.ts";

export const rebuildCheck = checkSchema(
  "rebuild",
  "After an edit, a second build repeats only what it must, and takes the rest from the cache.",
  {
    edit: z
      .strictObject({
        path: z.string().min(1).describe("File of the workspace that is changed before the second build."),
        append: z.string().min(1).describe("Text that is added at its end."),
      })
      .describe("The edit between the two builds."),
    expect: z
      .enum(["installs-cached", "all-cached", "no-second-download", "quick"])
      .describe(
        "installs-cached: no step that installs packages is done again. all-cached: no step at all. no-second-download: packages are installed again, but pip fetches none that it has fetched before. quick: the edit is in the image, and what is done again takes a share of the first build's time.",
      ),
    share: z
      .number()
      .positive()
      .lt(1)
      .default(0.2)
      .describe("For quick: largest allowed share of the time that the first build's steps took."),
  },
);
export type RebuildCheck = z.infer<typeof rebuildCheck>;

export interface RebuildFacts {
  /** Text of the Dockerfile. */
  readonly dockerfile: string;
  /** Why the second build failed, in words; null when it did not. */
  readonly failed: string | null;
  /** Whether the second image is another one. */
  readonly changed: boolean;
  /** Steps of the second build. */
  readonly steps: readonly BuildStep[];
  /** What the steps of the second build printed. */
  readonly log: string;
  /** Python packages in the first image, by their normalized names. */
  readonly installed: readonly string[];
  /** Time of each build's own steps. */
  readonly firstMs: number;
  readonly secondMs: number;
}

interface SeenStep {
  readonly instruction: DockerfileInstruction;
  readonly installs: boolean;
  readonly step: BuildStep | null;
}

/** Judges a second build by what the builder itself says: which steps it took from the cache. */
export function judgeRebuild(check: RebuildCheck, facts: RebuildFacts): CheckResult {
  const evidence: Evidence[] = [];
  if (facts.failed !== null) {
    evidence.push(evidenceOf(`building again after an edit of ${check.edit.path}`, facts.failed, false));
    return decide(check, evidence, { text: `The second build failed: ${facts.failed}`, file: null });
  }
  evidence.push(
    evidenceOf(
      `building again after an edit of ${check.edit.path}`,
      `${seconds(facts.secondMs)}; the first build took ${seconds(facts.firstMs)}`,
      true,
    ),
  );
  const seen = seenSteps(facts);
  switch (check.expect) {
    case "installs-cached":
      return decide(check, evidence, judgeInstalls(check, facts, seen, evidence));
    case "all-cached":
      return decide(check, evidence, judgeAll(check, seen, evidence));
    case "no-second-download":
      return decide(check, evidence, judgeDownloads(check, facts, seen, evidence));
    case "quick":
      return decide(check, evidence, judgeQuick(check, facts, seen, evidence));
  }
}

function judgeInstalls(
  check: RebuildCheck,
  facts: RebuildFacts,
  seen: readonly SeenStep[],
  evidence: Evidence[],
): Hint | null {
  const installs = seen.filter((one) => one.installs);
  for (const one of installs) evidence.push(stepEvidence(one, !isAgain(one)));
  if (installs.length === 0) {
    evidence.push(evidenceOf("steps that install packages", "none", false));
    return {
      text: "No RUN of the Dockerfile installs packages with pip, so there is nothing to cache.",
      line: null,
    };
  }
  const again = installs.find(isAgain);
  if (again !== undefined) {
    const copy = seen.findLast(
      (one) =>
        isAgain(one) && one.instruction.line < again.instruction.line && one.instruction.keyword !== "RUN",
    );
    const all = copy !== undefined && takesEverything(copy.instruction);
    return {
      text: `An edit of ${check.edit.path} made the packages be installed again. ${all ? "Above the install everything is copied, so that a change in any file does: copy the list alone there, and the rest below." : "What changed for the builder is the step above the install."}`,
      line: copy?.instruction.line ?? again.instruction.line,
    };
  }
  return judgeArrival(check, facts, evidence);
}

function judgeArrival(check: RebuildCheck, facts: RebuildFacts, evidence: Evidence[]): Hint | null {
  evidence.push(
    evidenceOf(`the edit of ${check.edit.path} is in the image`, facts.changed ? "yes" : "no", facts.changed),
  );
  return facts.changed
    ? null
    : {
        text: `${check.edit.path} was edited, and the image is the same as before: nothing copies it.`,
        line: null,
      };
}

/** What is done again within this is quick, however little the first build had to do. */
const QUICK_MS = 1000;

/** By the time and not by the kind of step: whatever takes long must not be done again, what is quick may be. */
function judgeQuick(
  check: RebuildCheck,
  facts: RebuildFacts,
  seen: readonly SeenStep[],
  evidence: Evidence[],
): Hint | null {
  const allowedMs = Math.max(QUICK_MS, facts.firstMs * check.share);
  const again = seen.filter(isAgain);
  const isQuick = facts.secondMs <= allowedMs;
  const longest = again.toSorted((one, other) => timeOf(other) - timeOf(one))[0];
  for (const one of again.slice(0, 6)) evidence.push(stepEvidence(one, isQuick || one !== longest));
  evidence.push(evidenceOf(`done again in at most ${seconds(allowedMs)}`, seconds(facts.secondMs), isQuick));
  if (isQuick) return judgeArrival(check, facts, evidence);
  return {
    text: `An edit of ${check.edit.path} took ${seconds(facts.secondMs)} to build; the first build took ${seconds(facts.firstMs)}. The longest step that was done again is this one. Does it need ${check.edit.path}?`,
    line: longest?.instruction.line ?? null,
  };
}

const timeOf = ({ step }: SeenStep): number => step?.durationMs ?? 0;

function judgeAll(check: RebuildCheck, seen: readonly SeenStep[], evidence: Evidence[]): Hint | null {
  const again = seen.filter(isAgain);
  for (const one of again.slice(0, 6)) evidence.push(stepEvidence(one, false));
  const [first] = again;
  if (first === undefined) {
    evidence.push(evidenceOf("steps done again", "none", true));
    return null;
  }
  return {
    text: `An edit of ${check.edit.path}, which the service never reads, made ${again.length === 1 ? "a step" : `${again.length} steps`} be done again.`,
    line: first.instruction.line,
  };
}

function judgeDownloads(
  check: RebuildCheck,
  facts: RebuildFacts,
  seen: readonly SeenStep[],
  evidence: Evidence[],
): Hint | null {
  const line = seen.find((one) => one.installs)?.instruction.line ?? null;
  const log = readPipLog(facts.log);
  const again = log.fetched.filter((name) => facts.installed.includes(name));
  evidence.push(
    evidenceOf("packages that pip took from its own cache", describe(log.kept), log.kept.length > 0, line),
    evidenceOf("packages that pip fetched once more", describe(again), again.length === 0, line),
  );
  if (log.fetched.length + log.kept.length === 0) {
    return {
      text: `After an edit of ${check.edit.path} the log shows no package that pip fetched or took from its cache. The file has to reach the install, and pip has to tell what it does (no -q).`,
      line,
    };
  }
  if (again.length > 0) {
    return {
      text: `One line was added to ${check.edit.path}, and pip fetched ${again.length} packages that it had fetched a minute before.`,
      line,
    };
  }
  return log.kept.length > 0
    ? null
    : { text: "Nothing was taken from pip's cache: the packages of before were not installed again.", line };
}

function seenSteps(facts: RebuildFacts): SeenStep[] {
  const context = lintContext(facts.dockerfile);
  if (context === null) return [];
  return context.dockerfile.stages
    .flatMap((stage) => stage.instructions)
    .filter(makesLayer)
    .map((instruction) => ({
      instruction,
      installs:
        instruction.keyword === "RUN" && shellCommands(context, instruction).some((one) => isPipInstall(one)),
      step: facts.steps.find((one) => one.line === instruction.line) ?? null,
    }));
}

/** A step that the builder never came to, in a stage that nobody needs, was not done again. */
const isAgain = ({ step }: SeenStep): boolean => step?.state === "done";

function stepEvidence({ instruction, step }: SeenStep, ok: boolean): Evidence {
  const text = `${instruction.keyword} ${instruction.text}`.replace(/\s+/g, " ").slice(0, 100);
  const found = step?.state === "done" ? `done again, ${seconds(step.durationMs ?? 0)}` : "cached";
  return evidenceOf(text, found, ok, instruction.line);
}

const describe = (names: readonly string[]): string =>
  names.length === 0
    ? "none"
    : `${names.length}: ${names.slice(0, 8).join(", ")}${names.length > 8 ? ", ..." : ""}`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export const rebuild = checkKind({
  schema: rebuildCheck,
  phase: "build",
  needsImage: true,
  judge: judgeRebuild,
  example: `- id: order
  kind: rebuild
  title: A change of the code installs nothing again
  points: 30
  edit: { path: app.py, append: "# changed" }
  expect: installs-cached`,
});
