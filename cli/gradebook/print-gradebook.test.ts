import { expect, it } from "vitest";
import { printGradebook } from "./print-gradebook.ts";

const row = {
  studentId: "ann",
  lab: "c/l/x",
  score: 60,
  maxScore: 100,
  attempts: 2,
  solutionOpened: "before passing",
  at: Date.UTC(2026, 10, 23, 9, 5),
} as const;

it("aligns text, and says when there is nothing", () => {
  expect(printGradebook([row], "text").split("\n")[1]).toBe(
    "ann      c/l/x  60     100  2         before passing   2026-11-23 09:05",
  );
  expect(printGradebook([], "text")).toBe("Nothing has been graded yet.\n");
});

it("quotes cells, and lets no name be a formula", () => {
  const csv = printGradebook([{ ...row, studentId: '=HYPERLINK("x",1)', solutionOpened: null }], "csv");
  expect(csv.split("\r\n")[1]).toBe(`"'=HYPERLINK(""x"",1)",c/l/x,60,100,2,,2026-11-23 09:05`);
});
