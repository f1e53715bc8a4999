import type { LessonSummary } from "../../core/course/outline.ts";
import { isPassed } from "../../core/progress/lab-progress.ts";

/** Every exercise of the lesson is passed, and it has one. */
export function isDone({ labs }: LessonSummary): boolean {
  return labs.length > 0 && labs.every(({ progress }) => isPassed(progress));
}
