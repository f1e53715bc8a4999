import type { LintFinding } from "../../advice/finding.ts";
import type { LintContext } from "./lint-context.ts";

const WHY =
  "It looks like a blank and is another character, often copied from a web page, so words run together. " +
  "Type the blank again.";

/** Blanks that are none, and characters without a width, outside comments. */
export function invisibleCharacters(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const [index, line] of context.lines.entries()) {
    if (/^\s*#/.test(line)) continue;
    const match = /[\u00A0\u2000-\u200B\u202F\u205F\u2060\u3000]/.exec(line);
    if (match === null || (index === 0 && match.index === 0)) continue;
    const range = {
      startLine: index + 1,
      startColumn: match.index + 1,
      endLine: index + 1,
      endColumn: match.index + 2,
    };
    const isWide = !/[\u200B\u2060]/.test(match[0]);
    findings.push({
      rule: "invisible-character",
      hadolint: null,
      severity: /^\s*[A-Za-z]*$/.test(line.slice(0, match.index)) ? "error" : "warning",
      range,
      message:
        match[0] === "\u00A0"
          ? "This is a no-break space, not a blank"
          : "An invisible character stands here",
      why: WHY,
      fix: { title: isWide ? "Write a blank" : "Take it out", edits: [{ range, text: isWide ? " " : "" }] },
    });
    if (findings.length >= 20) break;
  }
  return findings;
}
