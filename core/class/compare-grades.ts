import type { CheckResult, GradeReport } from "../check/result.ts";
import type { Submission } from "../lab/submission.ts";

/** What differs between two gradings of the same files, a line each; empty when nothing does. */
export function compareGrades(
  before: NonNullable<Submission["graded"]>,
  now: Pick<GradeReport, "score" | "maxScore"> & {
    readonly checks: readonly Pick<CheckResult, "id" | "status">[];
  },
): string[] {
  const lines: string[] = [];
  const points = (one: { readonly score: number; readonly maxScore: number }) =>
    `${one.score} of ${one.maxScore}`;
  if (points(before) !== points(now)) lines.push(`points: ${points(before)} before, ${points(now)} now`);
  const old = new Map(before.checks.map((check) => [check.id, check]));
  for (const { id, status } of now.checks) {
    const was = old.get(id);
    if (was === undefined) lines.push(`${id}: new, ${status}`);
    else if (was.status !== status) lines.push(`${id}: ${was.status} before, ${status} now`);
    old.delete(id);
  }
  for (const id of old.keys()) lines.push(`${id}: no longer in the lab`);
  return lines;
}
