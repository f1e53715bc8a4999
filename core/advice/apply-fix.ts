import { applyEdits } from "./apply-edits.ts";
import type { LintFix } from "./finding.ts";

/** The text after a fix. */
export function applyFix(text: string, fix: LintFix): string {
  const edited = applyEdits(text, fix.edits);
  return fix.lineEnds === "lf" ? edited.replaceAll("\r\n", "\n") : edited;
}
