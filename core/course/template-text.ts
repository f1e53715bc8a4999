/** What a new course and a new lesson say until somebody has written them; the linter tells where it still stands. */
export const templateText = {
  courseSummary: "What a student can do after this course, in one or two sentences.",
  summary: "What this lesson lets the student do, in one sentence.",
  objective: "Say here what the student can do afterwards",
  facts: "versions that you have tried it with.",
  begin:
    "Begin with what the student is going to see. Each claim below is something that they do and measure themselves.",
  idea: "One idea a section, in a few sentences of your own.",
  heading: "The first thing to try",
  note: "Say it where it happens.",
  recap: "One line for each thing to remember.",
  sources: "Docker documentation, by the name of its page",
} as const;
