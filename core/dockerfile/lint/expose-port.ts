import type { LintFinding } from "../../advice/finding.ts";
import { type LintContext, rangeOf, rangeOfMatch } from "./lint-context.ts";
import { serverOf, startCommand } from "./start-command.ts";

const WHY =
  "EXPOSE opens nothing, it is a note that people and tools go by, and this one sends them to the wrong door. " +
  "Note the port that the program listens to.";

/** Ports that EXPOSE names in what becomes the image; null where a variable hides one. */
export function exposedPorts(context: LintContext): number[] | null {
  const words = context.chain.instructions
    .filter(({ keyword }) => keyword === "EXPOSE")
    .flatMap((instruction) => instruction.words);
  if (words.some((word) => !/^\d{1,5}(\/(tcp|udp))?$/i.test(word))) return null;
  return words.map((word) => Number.parseInt(word, 10));
}

/** EXPOSE of another port than the one that the command opens. */
export function exposePort(context: LintContext): LintFinding[] {
  const start = startCommand(context);
  const port = start === null ? null : (serverOf(context, start)?.port ?? null);
  const exposed = exposedPorts(context);
  const instruction = context.chain.instructions.findLast(({ keyword }) => keyword === "EXPOSE");
  if (port === null || exposed === null || instruction === undefined || exposed.includes(port)) return [];
  const number = exposed.length === 1 ? rangeOfMatch(context, instruction, /(?<=\s)\d+/) : null;
  return [
    {
      rule: "expose-port",
      hadolint: null,
      severity: "warning",
      range: number ?? rangeOf(context, instruction, /EXPOSE/i),
      message: `EXPOSE says ${exposed.slice(0, 5).join(", ")}, the command listens to ${port}`,
      why: WHY,
      fix: number === null ? null : { title: `Say ${port}`, edits: [{ range: number, text: String(port) }] },
    },
  ];
}
