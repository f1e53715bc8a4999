import type { ChainInstruction } from "./stage-chain.ts";

/** What the image starts: its last ENTRYPOINT, or else its last CMD. Undefined where the base image says it. */
export const startInstruction = (instructions: readonly ChainInstruction[]): ChainInstruction | undefined =>
  instructions.findLast(({ keyword }) => keyword === "ENTRYPOINT") ??
  instructions.findLast(({ keyword }) => keyword === "CMD");
