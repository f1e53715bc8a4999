import type { Submission } from "../../core/lab/submission.ts";
import type { DroppedSubmission } from "../../server/tools.ts";

/** A line: number, when the button was pressed (UTC), student, lab, points, and how many files. */
export function printSubmission(one: Submission | DroppedSubmission): string {
  const when = new Date(one.submittedAt).toISOString().slice(0, 19).replace("T", " ");
  const points =
    one.graded === null ? "not graded to its end" : `${one.graded.score} of ${one.graded.maxScore} points`;
  const files = one.files === null ? "files no longer kept" : `${one.files.length} files`;
  return [one.id, when, one.student, one.lab, points, files].join("  ");
}
