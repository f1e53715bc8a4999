import type { LabChoice, LessonLab } from "../../core/course/outline.ts";
import type { LoadedLab } from "./load-lab.ts";

/**
 * The labs of a lesson with their titles, as the switch between them shows them.
 * @throws AppError NOT_FOUND for a lab that the lesson names and does not have, INTERNAL for an author's mistake
 */
export function listLessonLabs(
  labs: readonly LessonLab[],
  load: (labId: string) => Promise<LoadedLab>,
): Promise<LabChoice[]> {
  return Promise.all(labs.map(async (lab) => ({ ...lab, title: (await load(lab.id)).lab.title })));
}
