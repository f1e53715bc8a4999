import { z } from "zod";

/** A name in a URL and on disk: lower case, digits, single hyphens inside. */
export const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);

/** "course/lesson/lab"; the lesson without its number. */
export const labId = z
  .string()
  .max(182)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*){2}$/);

export interface LabParts {
  readonly course: string;
  readonly lesson: string;
  readonly lab: string;
}

/** The three slugs of a lab id; null when it is not one. */
export function parseLabId(id: string): LabParts | null {
  if (!labId.safeParse(id).success) return null;
  const [course = "", lesson = "", lab = ""] = id.split("/");
  return { course, lesson, lab };
}
