/** The subject under which the tabs of one student tell each other that the course's counts are old. */
export const progressSubject = (studentId: string): string => `progress:${studentId}`;
