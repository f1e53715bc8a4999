import { parseLabId } from "../../../core/lab/lab-id.ts";

/** Which of a lesson's labs the student had open last. Sent with that lesson's page alone, by its path. */
export const LAB_COOKIE = "drydock-lab";

export function writeLabCookie(labId: string): string {
  const { course, lesson, lab } = parseLabId(labId) ?? { course: "", lesson: "", lab: "" };
  return `${LAB_COOKIE}=${lab}; path=/${course}/${lesson}; max-age=31536000; samesite=lax`;
}

/** The lab to show: the one that is asked for, or else the one that was open last, or else the first; null without any. */
export function chooseLab(
  labIds: readonly string[],
  ...wanted: readonly (string | null | undefined)[]
): string | null {
  for (const slug of wanted) {
    const found = labIds.find((id) => id.split("/").at(-1) === slug);
    if (found !== undefined) return found;
  }
  return labIds[0] ?? null;
}
