import type { ChainInstruction } from "../stage-chain.ts";
import type { LintContext } from "./lint-context.ts";
import { jsonWords } from "./shell-commands.ts";

export interface HealthCommand {
  readonly instruction: ChainInstruction;
  /** What the probe runs, as one line of text. */
  readonly text: string;
}

/** The probe of the HEALTHCHECK that counts; null without one, and for NONE. */
export function healthCommand(context: LintContext): HealthCommand | null {
  const instruction = context.chain.instructions.findLast(({ keyword }) => keyword === "HEALTHCHECK");
  if (instruction === undefined) return null;
  const match = /^(?:--\S+\s+){0,9}CMD(?:-SHELL)?\s+(.*)$/is.exec(instruction.text.trim());
  const rest = match?.[1];
  if (rest === undefined || rest.length > 5000) return null;
  return { instruction, text: jsonWords(rest)?.join(" ") ?? rest };
}
