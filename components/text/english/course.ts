/** The list of courses, and the table of contents of one. */
export const course = {
  none: "No course yet. A course is a folder in the content folder of this server with a course.yaml in it.",
  lessons: (count: number) => (count === 1 ? "1 lesson" : `${count} lessons`),
  passedOf: (passed: number, exercises: number) =>
    `${passed} of ${exercises === 1 ? "1 exercise" : `${exercises} exercises`} passed`,
  begin: (title: string) => `Begin: ${title}`,
  goOn: (title: string) => `Continue: ${title}`,
  here: "You were here last",
  exercise: "Exercise",
  exercises: (count: number) => `${count} exercises`,
  passed: "Exercise passed",
  allPassed: (count: number) => `${count} exercises passed`,
  /** `count` of several; null where there is but one. */
  openedBefore: (count: number | null) =>
    count === null
      ? "solution opened before passing"
      : count === 1
        ? "1 solution opened before passing"
        : `${count} solutions opened before passing`,
  openedAfter: (count: number | null) =>
    count === null
      ? "solution opened after passing"
      : count === 1
        ? "1 solution opened after passing"
        : `${count} solutions opened after passing`,
  stepsDone: "Exercise done",
  stepsOf: (done: number, steps: number) => `${done} of ${steps === 1 ? "1 step" : `${steps} steps`} done`,
  checksPassed: (passed: number, checks: number) =>
    `${passed} of ${checks === 1 ? "1 check" : `${checks} checks`} passed`,
};
