import { z } from "zod";
import { compareVersions, readCudaBase } from "../dockerfile/cuda-base.ts";
import { cudaInWheels, type WheelCuda } from "../dockerfile/cuda-in-wheels.ts";
import { findPythons } from "../dockerfile/find-pythons.ts";
import { type LintContext, lintContext } from "../dockerfile/lint/lint-context.ts";
import { type PipInstall, pipInstalls } from "../dockerfile/pip-installs.ts";
import { chainOf, type StageChain } from "../dockerfile/stage-chain.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf, type Hint } from "./decide.ts";
import { feedingStages } from "./feeding-stages.ts";
import { notRun } from "./not-run.ts";
import type { CheckResult, Evidence } from "./result.ts";

export const gpuStageCheck = checkSchema(
  "gpu-stage",
  "The Dockerfile has a stage for computers with a GPU. The check reads only the text. It neither builds nor runs the stage.",
  {
    stage: z
      .string()
      .min(1)
      .max(50)
      .default("gpu")
      .describe("Name of the stage, as docker build --target takes it."),
    expect: z
      .enum(["one-cuda", "current", "one-python"])
      .describe(
        "one-cuda: CUDA comes with the base image or with the wheels, not with both and not with neither. current: no CUDA below `least`. one-python: packages are installed for the Python that is asked for and that the start command runs on.",
      ),
    framework: z
      .string()
      .default("torch")
      .describe(
        "Distribution that does the arithmetic; it must be installed in the stage or be in its base.",
      ),
    least: z
      .string()
      .regex(/^\d+(\.\d+)*$/)
      .default("12.6")
      .describe("Oldest CUDA that `current` lets pass."),
  },
);
export type GpuStageCheck = z.infer<typeof gpuStageCheck>;

export interface GpuStageFacts {
  /** Text of the Dockerfile. */
  readonly dockerfile: string;
  /** Path to text, of the workspace's files; requirements files are looked up here. */
  readonly files: ReadonlyMap<string, string>;
  /** What the grading seat's engine knows of GPUs, in words; null when it knows of none. */
  readonly gpus: string | null;
}

interface Stage {
  readonly context: LintContext;
  readonly chain: StageChain;
  /** Of the stage itself, and of the stages that it copies from. */
  readonly installs: readonly { readonly chain: StageChain; readonly install: PipInstall }[];
}

/** Judges what can be told without a GPU, and says plainly that the rest was not tried. */
export function judgeGpuStage(check: GpuStageCheck, facts: GpuStageFacts): CheckResult {
  const context = lintContext(facts.dockerfile);
  const index =
    context?.dockerfile.stages.findLastIndex((one) => one.name === check.stage.toLowerCase()) ?? -1;
  const chain = context === null || index < 0 ? null : chainOf(context.dockerfile, index);
  if (context === null || chain === null) {
    const names = context?.dockerfile.stages.map((one) => one.name ?? String(one.index)).join(", ");
    return decide(
      check,
      [evidenceOf(`stage ${check.stage}`, `not there; there is ${names ?? "none"}`, false)],
      {
        text: `No stage has the name ${check.stage}. A line FROM … AS ${check.stage} begins one, and docker build --target ${check.stage} builds it.`,
        line: null,
      },
    );
  }
  const installs = [index, ...feedingStages(context.dockerfile, index)].flatMap((one) => {
    const from = chainOf(context.dockerfile, one);
    if (from === null) return [];
    return pipInstalls(context, from, facts.files).map((install) => ({ chain: from, install }));
  });
  const stage: Stage = { context, chain, installs };
  const evidence: Evidence[] = [];
  const hint =
    check.expect === "one-cuda"
      ? judgeOneCuda(check, stage, evidence)
      : check.expect === "current"
        ? judgeCurrent(check, stage, evidence)
        : judgeOnePython(stage, evidence);
  evidence.push(notRun(`building and running ${check.stage} on a GPU`, facts.gpus));
  return decide(check, evidence, hint);
}

const wheelsOf = (stage: Stage): WheelCuda[] =>
  stage.installs.flatMap(({ install }) => cudaInWheels(install));

function judgeOneCuda(check: GpuStageCheck, stage: Stage, evidence: Evidence[]): Hint | null {
  const { image, line } = stage.chain.base;
  const base = readCudaBase(image);
  const wheels = wheelsOf(stage);
  const installed = stage.installs.some(({ install }) =>
    install.requirements.some(({ name }) => name === check.framework),
  );
  const brings =
    base === null
      ? "no CUDA"
      : base.brings === "cudart"
        ? "CUDA's runtime library alone"
        : "CUDA's libraries";
  const doubled = base?.brings === "libraries" && wheels.length > 0;
  const has = installed || base?.framework === check.framework;
  const none = base?.brings !== "libraries" && wheels.length === 0;
  const [first] = wheels;
  evidence.push(
    evidenceOf("base image", `${image}: ${brings}`, !doubled, line),
    evidenceOf(
      "wheels that bring CUDA",
      wheels.length === 0
        ? "none"
        : wheels.map(({ written, line: at }) => `${written} (line ${at})`).join(", "),
      !doubled && !none,
      first?.line ?? null,
    ),
    evidenceOf(`${check.framework} in the stage`, has ? "yes" : "no", has),
  );
  if (!has) {
    return {
      text: `Nothing installs ${check.framework} for the stage ${check.stage}, so its arithmetic stays on the processor.`,
      line: stage.context.dockerfile.stages.find(({ name }) => name === check.stage)?.from.line ?? line,
    };
  }
  if (doubled) {
    return {
      text: `The base image has CUDA's libraries and so have the wheels (${first?.written ?? ""}): gigabytes twice, and the wheels load their own. Take a base without them.`,
      line,
    };
  }
  if (!none) return null;
  return {
    text: "Neither the base image nor a wheel brings CUDA. The index decides which torch pip takes: …/whl/cpu has the one without.",
    line: stage.installs[0]?.install.line ?? line,
  };
}

function judgeCurrent(check: GpuStageCheck, stage: Stage, evidence: Evidence[]): Hint | null {
  const { image, line } = stage.chain.base;
  const base = readCudaBase(image);
  const found = [
    ...(base === null ? [] : [{ written: image, version: base.version, line }]),
    ...wheelsOf(stage),
  ];
  if (found.length === 0) evidence.push(evidenceOf("CUDA in base image and wheels", "none", true));
  const isOld = (version: string | null): boolean =>
    version !== null &&
    compareVersions(version, version.includes(".") ? check.least : major(check.least)) < 0;
  for (const one of found) {
    const version = one.version === null ? "what the index or the tag decides" : `CUDA ${one.version}`;
    evidence.push(evidenceOf(one.written, version, !isOld(one.version), one.line));
  }
  const old = found.find(({ version }) => isOld(version));
  if (old === undefined) return null;
  return {
    text: `${old.written} is built for CUDA ${old.version ?? ""}. Asked for is ${check.least} or later: for older ones frameworks make no new wheels, and their base images are taken off the registry.`,
    line: old.line,
  };
}

const major = (version: string): string => version.split(".")[0] ?? version;

function judgeOnePython(stage: Stage, evidence: Evidence[]): Hint | null {
  const own = findPythons(stage.context, stage.chain);
  const pips = stage.installs.map(({ chain, install }) =>
    findPythons(stage.context, chain).ofPip(install.program, install.line),
  );
  if (pips.length === 0) {
    evidence.push(evidenceOf("packages are installed", "by no pip of this stage", true));
  }
  const [first] = pips;
  const wanted = own.start?.version ?? first?.version;
  const shown = (version: string): string => (/^\d/.test(version) ? `Python ${version}` : version);
  for (const { written, version, line } of pips) {
    evidence.push(evidenceOf(`${written} installs for`, shown(version), version === wanted, line));
  }
  for (const { written, version, line } of own.asked) {
    evidence.push(evidenceOf(`${written} is asked of apt`, shown(version), version === wanted, line));
  }
  if (own.start !== null) {
    const { written, version, line } = own.start;
    evidence.push(evidenceOf(`${written} starts on`, shown(version), true, line));
  }
  const other = [...pips, ...own.asked].find(({ version }) => version !== wanted);
  if (other === undefined || wanted === undefined) return null;
  return {
    text: `There are two Pythons: ${other.written} is ${shown(other.version)}, and what starts is ${shown(wanted)}. What is installed for one is not there for the other. Let one Python do both: python -m pip, in an environment of its own or on a base that has a single one.`,
    line: other.line,
  };
}

export const gpuStage = checkKind({
  schema: gpuStageCheck,
  phase: "file",
  needsImage: true,
  judge: judgeGpuStage,
  example: `- id: one-cuda
  kind: gpu-stage
  title: The gpu stage brings CUDA once
  points: 25
  stage: gpu
  expect: one-cuda`,
});
