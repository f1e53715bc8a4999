import type { LessonSummary } from "../../core/course/outline.ts";

/** Whether the exercise of a lesson is passed; one without an exercise never is. */
export function isPassed({ progress }: LessonSummary): boolean {
  return progress !== null && progress.bestScore >= progress.maxScore;
}
