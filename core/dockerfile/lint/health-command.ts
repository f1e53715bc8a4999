import type { ShellCommand } from "../../shell/shell-command.ts";
import type { ChainInstruction } from "../stage-chain.ts";
import { jsonWords } from "./json-words.ts";
import type { LintContext } from "./lint-context.ts";
import { stepShell } from "./step-shell.ts";

export interface HealthCommand {
  readonly instruction: ChainInstruction;
  /** What the probe runs, as one line of text. */
  readonly text: string;
  /** The last command of the probe: behind a pipe it alone decides. */
  readonly decides: ShellCommand | null;
}

/** The probe of the HEALTHCHECK that counts; null without one, and for NONE. */
export function healthCommand(context: LintContext): HealthCommand | null {
  const instruction = context.chain.instructions.findLast(({ keyword }) => keyword === "HEALTHCHECK");
  if (instruction === undefined) return null;
  const match = /^(?:--\S+\s+){0,9}CMD(?:-SHELL)?\s+(.*)$/is.exec(instruction.text.trim());
  const rest = match?.[1];
  if (rest === undefined || rest.length > 5000) return null;
  const { commands } = stepShell(context, instruction);
  const last = commands.filter(({ within }) => !within.includes("substitution")).at(-1);
  return { instruction, text: jsonWords(rest)?.join(" ") ?? rest, decides: last ?? null };
}
