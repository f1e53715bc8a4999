import type { LintFinding, LintFix } from "../../advice/finding.ts";
import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import { type StageState, valueOf, walkStages } from "../walk-stages.ts";
import { at, type LintContext, rangeOfLine } from "./lint-context.ts";
import { mountsOf } from "./mounts.ts";
import { proveStep } from "./prove-step.ts";
import { pipInstallAt, type ShellCommand, type StepCommand, stepCommands } from "./shell-commands.ts";
import { stepShell } from "./step-shell.ts";

const WHY =
  "pip keeps every wheel that it downloaded in its cache, and the running container never uses it. " +
  "Add --no-cache-dir, or set PIP_NO_CACHE_DIR=1.";

/** pip ignores an empty setting; any other valid value switches its cache off, even `false`. */
const isOff = ({ variables }: StageState): boolean =>
  variables.has("PIP_NO_CACHE_DIR") && variables.get("PIP_NO_CACHE_DIR") !== "";

const emptiesCache = (command: ShellCommand): boolean =>
  (command[0] === "rm" &&
    command.some((word) => /\/\.cache(\/|\/\*)?$|\/\.cache\/pip(\/.*)?$|PIP_CACHE_DIR/.test(word))) ||
  (command[0] === "rm" &&
    command.some((word) => /^\/(root|tmp|var\/tmp)\/?\*?$/.test(word)) &&
    command.includes("/root/.cache")) ||
  (command.includes("cache") && command.includes("purge"));

/** Whether a command leaves nothing in a cache by its own words. */
function isCareful(command: ShellCommand): boolean {
  return command.some((word) =>
    /^(--no-cache-dir|--no-cache|--cache-dir(=.*)?|--dry-run|--help|-h)$/.test(word),
  );
}

/** `pip install` that leaves its download cache in a layer of the image. */
export function pipCache(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  const inImage = new Set(context.chain.instructions.map(({ line }) => line));
  walkStages(context.dockerfile, (_stage, instruction, state) => {
    if (instruction.keyword !== "RUN" || !inImage.has(instruction.line) || isOff(state)) return;
    // A cache elsewhere was put there by somebody who knows of it.
    if (state.variables.has("PIP_CACHE_DIR") && !inRoot(state)) return;
    if (mountsOf(instruction).some((mount) => holdsCache(mount, state, context.dockerfile.escape))) return;
    const commands = stepCommands(context, instruction);
    const setsItself = commands.some(({ written, words }) =>
      [...written.assignments.map(({ name }) => name), ...words].some((word) =>
        /^PIP_(NO_CACHE_DIR|CACHE_DIR)(=|$)/.test(word),
      ),
    );
    const guilty = commands.find(
      ({ words }) => pipInstallAt(words) !== null && words[0] !== "uv" && !isCareful(words),
    );
    if (guilty === undefined || setsItself || usesVariable(guilty)) return;
    if (commands.some(({ words }) => emptiesCache(words)) || setsAlone(context, instruction)) return;
    const install = guilty.parts[pipInstallAt(guilty.words) ?? 0];
    const first = guilty.parts[0];
    const { rangeOf } = stepShell(context, instruction);
    findings.push({
      rule: "pip-cache",
      hadolint: "DL3042",
      severity: "warning",
      range:
        first === undefined || install === undefined
          ? rangeOfLine(context, instruction.line)
          : rangeOf({ start: first.start, end: install.end }),
      message: "pip's download cache stays in the layer",
      why: WHY,
      fix: fixOf(context, instruction, guilty),
    });
  });
  return findings;
}

const inRoot = ({ variables }: StageState): boolean =>
  /^\/root(\/|$)/.test(variables.get("PIP_CACHE_DIR") ?? "");

/** `export PIP_NO_CACHE_DIR=1` in the same step. */
const setsAlone = (context: LintContext, instruction: DockerfileInstruction): boolean =>
  stepShell(context, instruction).commands.some(({ assignments }) =>
    assignments.some(({ name }) => /^PIP_(NO_CACHE_DIR|CACHE_DIR)$/.test(name)),
  );

/** `pip install $OPTIONS -r x`: what the variable says is not known. */
const usesVariable = ({ parts }: StepCommand): boolean =>
  parts.some(({ value }) => /^\$\{?\w*(opt|arg|flag|param|pip)/i.test(value));

function holdsCache(mount: ReadonlyMap<string, string>, state: StageState, escape: string): boolean {
  const type = mount.get("type");
  if (type !== "cache" && type !== "tmpfs") return false;
  const target = mount.get("target") ?? mount.get("dst") ?? mount.get("destination") ?? "";
  const folder = valueOf(target, state, escape);
  // What a variable stands for may well be the cache.
  return folder === null || /cache|pip|^\/root\/?$|^\/tmp/.test(folder);
}

function fixOf(
  context: LintContext,
  instruction: DockerfileInstruction,
  { words, parts, written }: StepCommand,
): LintFix | null {
  const install = parts[pipInstallAt(words) ?? -1];
  if (install === undefined || written.within.includes("nested")) return null;
  const step = stepShell(context, instruction);
  const end = step.rangeOf(install);
  const text = step.form === "list" ? ', "--no-cache-dir"' : " --no-cache-dir";
  const fix = { title: "Add --no-cache-dir", edits: [{ range: at(end.endLine, end.endColumn), text }] };
  const place = stepShell(context, instruction).commands.indexOf(written);
  const behind = written.words.indexOf(install) + 1;
  const option = step.form === "list" ? '"--no-cache-dir"' : "--no-cache-dir";
  return proveStep(context, instruction, fix, (before) =>
    before.map((one, index) =>
      index === place ? { ...one, words: one.words.toSpliced(behind, 0, option) } : one,
    ),
  );
}
