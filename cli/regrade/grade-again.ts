import type { Grader } from "../../authoring/check/open-grader.ts";
import { compareGrades } from "../../core/class/compare-grades.ts";
import { isAppError } from "../../core/errors.ts";
import type { LoadedLab, RegradeDesk } from "../../server/tools.ts";

/**
 * Grades what has no new grade yet, one after the other, and keeps each as it comes.
 * @returns how many could not be graded through no fault of their students
 */
export async function gradeAgain(options: {
  readonly desk: RegradeDesk;
  readonly labs: ReadonlyMap<string, { readonly lab: LoadedLab; readonly hash: string }>;
  readonly hashes: ReadonlyMap<string, string>;
  readonly grader: Pick<Grader, "grade">;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}): Promise<number> {
  const { desk, labs, hashes, grader, report, signal } = options;
  const done = await desk.readGraded(hashes);
  if (done.size > 0) report(`${done.size} of ${desk.submissions.length} are graded already`);
  let failed = 0;
  for (const [index, { id, student, files, graded }] of desk.submissions.entries()) {
    const found = labs.get(id);
    if (found === undefined || done.has(id)) continue;
    report(`${index + 1} of ${desk.submissions.length}: ${student}`);
    try {
      const grade = await grader.grade(found.lab, { files, steps: null }, () => undefined, signal);
      signal.throwIfAborted();
      await desk.keepGraded(id, found.hash, grade);
      for (const line of graded === null ? [] : compareGrades(graded, grade)) report(`  ${line}`);
    } catch (error) {
      signal.throwIfAborted();
      if (!isAppError(error)) throw error;
      failed += 1;
      report(`  not graded: ${error.userMessage}`);
    }
  }
  return failed;
}
