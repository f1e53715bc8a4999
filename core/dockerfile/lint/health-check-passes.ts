import type { LintFinding, LintFix } from "../../advice/finding.ts";
import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import { type HealthCommand, healthCommand } from "./health-command.ts";
import { type LintContext, rangeOf, rangeOfMatch } from "./lint-context.ts";
import { stepShell } from "./step-shell.ts";

const WHY =
  "A health check is worth what its no is worth, and this one says yes whatever happens. " +
  "The probe has to end with another code than 0 when no answer comes, and when it is an error.";

interface Fault {
  readonly message: string;
  readonly pattern: RegExp;
  readonly fix: (context: LintContext, instruction: DockerfileInstruction) => LintFix | null;
}

const replace =
  (title: string, pattern: RegExp, text: (found: string) => string): Fault["fix"] =>
  (context, instruction) => {
    const range = rangeOfMatch(context, instruction, pattern);
    if (range === null) return null;
    const found = (context.lines[range.startLine - 1] ?? "").slice(
      range.startColumn - 1,
      range.endColumn - 1,
    );
    return { title, edits: [{ range, text: text(found) }] };
  };

function faultOf({ text, instruction }: HealthCommand, context: LintContext): Fault | null {
  const ended = text.trim();
  // Behind a pipe the last program looks at the answer and decides.
  const { commands } = stepShell(context, instruction);
  const isPiped = commands.some(({ pipe }) => pipe.count > 1);
  const isTested = commands.some(({ within }) => within.includes("substitution") || within.includes("test"));
  if (/^(true|exit\s+0|:|\/bin\/true|echo\b[^|&;]*)$/.test(ended))
    return { message: "The probe asks nothing", pattern: /CMD.*/i, fix: () => null };
  if (/(\|\||;)\s*(exit\s+0|true|:|echo\b[^|&;]*)\s*$/.test(ended)) {
    const pattern = /\|\|\s*(exit\s+0|true)\b/;
    return {
      message: "The probe ends well even when it failed",
      pattern: /(\|\||;)\s*(exit\s+0|true|:|echo)/,
      fix: replace("End with 1", pattern, () => "|| exit 1"),
    };
  }
  if (isPiped || isTested) return null;
  if (/^(\/usr\/bin\/)?curl\s/.test(ended) && !/\s(-[a-zA-Z]*f|--fail)/.test(ended))
    return {
      message: "curl ends with 0 for an error of the server, too",
      pattern: /\bcurl\b/,
      fix: (context, instruction) => {
        const inList = rangeOfMatch(context, instruction, /"curl"/);
        return inList === null
          ? replace("Add -f", /\bcurl\b/, () => "curl -f")(context, instruction)
          : { title: "Add -f", edits: [{ range: inList, text: '"curl", "-f"' }] };
      },
    };
  if (
    /\b(requests|httpx)\.(get|head|post)\(/.test(ended) &&
    !/raise_for_status|status_code|\.ok\b|is_success|sys\.exit|exit\(/.test(ended)
  )
    return {
      message: "The answer's status is not looked at",
      pattern: /\b(requests|httpx)\.\w+\(/,
      // Only where the call plainly ends: brackets within it would need a parser of Python.
      fix: replace(
        "Add raise_for_status()",
        /\b(requests|httpx)\.(get|head|post)\([^()]{0,300}\)/,
        (found) => `${found}.raise_for_status()`,
      ),
    };
  if (/\bhttp\.client\b/.test(ended) && /getresponse\(/.test(ended) && !/\.status\b|exit\(/.test(ended))
    return { message: "The answer's status is not looked at", pattern: /getresponse\(/, fix: () => null };
  if (/\bcreate_connection\(|\.connect\(\(|^(nc|ncat)\s/.test(ended) && !/GET |request|send|recv/.test(ended))
    return {
      message: "An open port is no answer: a program that hangs keeps it open",
      pattern: /create_connection|\.connect\(|\bnc(at)?\b/,
      fix: () => null,
    };
  return null;
}

/** A HEALTHCHECK that cannot say no. */
export function healthCheckPasses(context: LintContext): LintFinding[] {
  const probe = healthCommand(context);
  const fault = probe === null ? null : faultOf(probe, context);
  if (probe === null || fault === null) return [];
  return [
    {
      rule: "health-check-passes",
      hadolint: null,
      severity: "warning",
      range: rangeOf(context, probe.instruction, fault.pattern),
      message: fault.message,
      why: WHY,
      fix: fault.fix(context, probe.instruction),
    },
  ];
}
