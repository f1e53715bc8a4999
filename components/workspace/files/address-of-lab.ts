import { parseLabId } from "../../../core/lab/lab-id.ts";

/** Where a lab is shown beside its lesson, whichever of the lesson's labs that is; `file` opens one of its files. */
export function addressOfLab(labId: string, file?: string): string {
  const { course, lesson, lab } = parseLabId(labId) ?? { course: "", lesson: "", lab: "" };
  const query = new URLSearchParams({ lab, ...(file === undefined ? {} : { file }) });
  return `/${course}/${lesson}?${query.toString()}`;
}
