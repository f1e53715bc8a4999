import type { LessonSummary } from "../../core/course/outline.ts";
import { isDone } from "./is-done.ts";

/**
 * Where "Continue" leads: the lesson last read, or the one after it when its exercises are passed; on a first
 * visit the first exercise that is not passed when something is, otherwise the first lesson.
 */
export function findWayOn(outline: readonly LessonSummary[], lastSlug: string | null): LessonSummary | null {
  const at = outline.findIndex((lesson) => lesson.slug === lastSlug);
  const last = outline[at];
  if (last !== undefined) return isDone(last) ? (outline[at + 1] ?? last) : last;
  if (outline.some(isDone))
    return outline.find((lesson) => lesson.labs.length > 0 && !isDone(lesson)) ?? null;
  return outline[0] ?? null;
}
