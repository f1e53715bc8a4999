import type { LintFinding } from "../../advice/finding.ts";
import { allInstructions, type LintContext } from "./lint-context.ts";

const WHY =
  "The line stays in the image's history, and this file in that of your repository: the key has to count as known. " +
  "Withdraw it, and give the next one with RUN --mount=type=secret or at run time.";

/** How the keys of well-known services look, and a password within an address. */
const key = new RegExp(
  [
    "\\bgh[pousr]_[A-Za-z0-9]{20,100}",
    "\\bgithub_pat_[A-Za-z0-9_]{20,100}",
    "\\bglpat-[\\w-]{16,60}",
    "\\bAKIA[0-9A-Z]{16}\\b",
    "\\bhf_[A-Za-z0-9]{20,100}",
    "\\bsk-[\\w-]{20,200}",
    "\\bxox[abp]-[\\w-]{10,100}",
    "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----",
    // A variable in the place of the password gives nothing away.
    ":\\/\\/[^\\s/:@\"'$]{1,60}:[^\\s/:@\"'$]{3,100}@[\\w.-]",
  ].join("|"),
);

/** A key in plain sight, on any line that is not a comment. */
export function secretInText(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    for (let line = instruction.line; line <= instruction.endLine; line += 1) {
      const text = context.lines[line - 1] ?? "";
      const match = /^\s*#/.test(text) ? null : key.exec(text);
      if (match === null) continue;
      findings.push({
        rule: "secret-in-text",
        hadolint: null,
        severity: "error",
        range: {
          startLine: line,
          startColumn: match.index + 1,
          endLine: line,
          endColumn: match.index + 1 + match[0].length,
        },
        message: "This looks like a key or a password",
        why: WHY,
        fix: null,
      });
    }
  }
  return findings;
}
