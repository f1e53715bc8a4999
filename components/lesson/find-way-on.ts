import type { LessonSummary } from "../../core/course/outline.ts";
import { isPassed } from "./is-passed.ts";

/**
 * Where "Continue" leads: the lesson last read, or the one after it when its exercise is passed; on a first
 * visit the first exercise that is not passed when something is, otherwise the first lesson.
 */
export function findWayOn(outline: readonly LessonSummary[], lastSlug: string | null): LessonSummary | null {
  const at = outline.findIndex((lesson) => lesson.slug === lastSlug);
  const last = outline[at];
  if (last !== undefined) return isPassed(last) ? (outline[at + 1] ?? last) : last;
  if (outline.some(isPassed))
    return outline.find((lesson) => lesson.labId !== null && !isPassed(lesson)) ?? null;
  return outline[0] ?? null;
}
