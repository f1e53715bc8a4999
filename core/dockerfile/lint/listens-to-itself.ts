import type { LintFinding, LintFix } from "../../advice/finding.ts";
import { at, type LintContext, rangeOfInstruction, rangeOfMatch } from "./lint-context.ts";
import { proveStep } from "./prove-step.ts";
import { type Server, serverOf, type StartCommand, startCommand } from "./start-command.ts";

const WHY =
  "127.0.0.1 is the container itself: who comes from outside, by a published port or from another container, finds nobody there. " +
  "Listen on 0.0.0.0.";

const loopback = /^(127\.0\.0\.1|localhost|::1|\[::1\])$/;

/** A server that listens to its own container only, because it is told to or because that is its default. */
export function listensToItself(context: LintContext): LintFinding[] {
  const start = startCommand(context);
  const server = start === null ? null : serverOf(context, start);
  if (start === null || server === null || !loopback.test(server.host ?? "")) return [];
  const written = rangeOfMatch(context, start.instruction, /127\.0\.0\.1|\blocalhost\b/);
  return [
    {
      rule: "listens-to-itself",
      hadolint: null,
      severity: "error",
      range: written ?? rangeOfInstruction(context, start.instruction),
      message:
        written === null
          ? `${server.program} listens on 127.0.0.1 when nothing else is said`
          : `${server.program} listens to its own container only`,
      why: WHY,
      fix:
        written === null
          ? append(context, start, server)
          : { title: "Listen on 0.0.0.0", edits: [{ range: written, text: "0.0.0.0" }] },
    },
  ];
}

function append(
  context: LintContext,
  { instruction, isList, isOnly }: StartCommand,
  server: Server,
): LintFix | null {
  if (
    server.program === "http.server" ||
    server.program === "django" ||
    !isOnly ||
    instruction.line !== instruction.endLine
  )
    return null;
  const option =
    server.program === "jupyter"
      ? ["--ip=0.0.0.0"]
      : server.program === "gunicorn"
        ? ["--bind", `0.0.0.0:${server.port ?? 8000}`]
        : ["--host", "0.0.0.0"];
  const end = rangeOfInstruction(context, instruction);
  const title = `Add ${option.join(" ")}`;
  if (!isList)
    return proveStep(
      context,
      instruction,
      { title, edits: [{ range: at(end.endLine, end.endColumn), text: ` ${option.join(" ")}` }] },
      (before) => before.map((one) => ({ ...one, words: [...one.words, ...option] })),
    );
  const last = (context.lines[instruction.line - 1] ?? "").lastIndexOf("]");
  if (last < 0) return null;
  const words = option.map((word) => `, ${JSON.stringify(word)}`).join("");
  return { title, edits: [{ range: at(instruction.line, last + 1), text: words }] };
}
