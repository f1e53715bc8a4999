import { compareGrades } from "../../core/class/compare-grades.ts";
import type { Submission } from "../../core/lab/submission.ts";
import type { GradeChange } from "../../server/tools.ts";

/** Whose grade moves, from what to what, and by which checks: a few lines for each student. */
export function printChanges(changes: readonly GradeChange[], submissions: readonly Submission[]): string {
  if (changes.length === 0) return "Nobody's grade moves.\n";
  const blocks = changes.map(({ studentId, move, old, now }) => {
    const before = submissions.find(({ id }) => id === now.runId)?.graded ?? null;
    const moved =
      before === null ? [] : compareGrades(before, now).filter((line) => !line.startsWith("points:"));
    const other = old.runId === now.runId ? [] : ["a later submission is the best one now"];
    return [
      `${studentId}: ${move}, ${old.score} of ${old.maxScore} before, ${now.score} of ${now.maxScore} now`,
      ...[...other, ...moved].map((line) => `  ${line}`),
    ].join("\n");
  });
  return `${blocks.join("\n")}\n`;
}
