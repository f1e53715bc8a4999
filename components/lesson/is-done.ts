import type { LessonSummary } from "../../core/course/outline.ts";
import { isLabDone } from "../../core/progress/lab-progress.ts";

/** The lesson has an exercise, and each of them is passed, or ticked off where nobody judges it. */
export function isDone({ labs }: LessonSummary): boolean {
  return labs.length > 0 && labs.every(isLabDone);
}
