import type { LintFinding } from "../../advice/finding.ts";
import { allInstructions, type LintContext, rangeOfMatch } from "./lint-context.ts";

const WHY =
  "With a blank between << and the word Docker sees no here-document, and takes its lines for instructions. " +
  "Write them together: <<EOF.";

/** `<< EOF` */
export function heredocBlank(context: LintContext): LintFinding[] {
  return allInstructions(context).flatMap((instruction) => {
    if (!/^(?:RUN|COPY|ADD)$/.test(instruction.keyword) || instruction.heredocs > 0) return [];
    const word = /(?:^|\s)<<-?[ \t]+["']?([A-Za-z_]\w{0,60})["']?\s*(?:$|[|>&;])/.exec(instruction.text)?.[1];
    // The word that ends it stands alone on a line further down.
    if (word === undefined || !context.lines.slice(instruction.endLine).some((line) => line.trim() === word))
      return [];
    const range = rangeOfMatch(context, instruction, /<<-?[ \t]+(?=["']?[A-Za-z_])/);
    if (range === null) return [];
    const written = (context.lines[range.startLine - 1] ?? "").slice(
      range.startColumn - 1,
      range.endColumn - 1,
    );
    return [
      {
        rule: "heredoc-blank",
        hadolint: null,
        severity: "error",
        range,
        message: "A blank behind << makes it no here-document",
        why: WHY,
        fix: { title: "Take the blank out", edits: [{ range, text: written.trim() }] },
      },
    ];
  });
}
