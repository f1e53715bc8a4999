export interface LabParams {
  readonly course: string;
  readonly lesson: string;
  readonly lab: string;
}

/** The lab's id; whether there is such a lab, the operation finds out. */
export const labIdOf = ({ course, lesson, lab }: LabParams): string => `${course}/${lesson}/${lab}`;
