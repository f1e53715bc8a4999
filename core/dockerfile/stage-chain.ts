import type { DockerfileInstruction, ParsedDockerfile, Stage } from "./parse-dockerfile.ts";

/** An instruction together with the stage that it stands in. */
export interface ChainInstruction extends DockerfileInstruction {
  readonly stage: number;
}

export interface StageChain {
  /** From the stage that starts at an outside image up to the last one. */
  readonly stages: readonly Stage[];
  /** FROM of the first of them. */
  readonly base: { readonly image: string; readonly line: number };
  /** All instructions that the final image is made of, in the order in which they run. */
  readonly instructions: readonly ChainInstruction[];
}

/** Follows `FROM earlier-stage` down from the last stage; null when there is no stage at all. */
export function finalChain(dockerfile: ParsedDockerfile): StageChain | null {
  const last = dockerfile.stages.at(-1);
  return last === undefined ? null : chainOf(dockerfile, last.index);
}

/** The same for any stage. A stage refers only to earlier ones, so the walk ends. */
export function chainOf(dockerfile: ParsedDockerfile, index: number): StageChain | null {
  const stages: Stage[] = [];
  for (let at: number | null = index; at !== null;) {
    const stage: Stage | undefined = dockerfile.stages[at];
    if (stage === undefined) return null;
    stages.unshift(stage);
    at = stage.from.stage;
  }
  const first = stages[0];
  if (first === undefined) return null;
  return {
    stages,
    base: { image: first.from.image, line: first.from.line },
    instructions: stages.flatMap((stage) =>
      stage.instructions.map((instruction) => ({ ...instruction, stage: stage.index })),
    ),
  };
}

const LAYER_MAKERS = new Set(["RUN", "COPY", "ADD", "WORKDIR"]);

/** Whether BuildKit makes a step (and a layer) of it; everything else only changes the configuration. */
export function makesLayer(instruction: DockerfileInstruction): boolean {
  return LAYER_MAKERS.has(instruction.keyword);
}
