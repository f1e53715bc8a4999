import { expect, it } from "vitest";
import { compareGrades } from "./compare-grades.ts";

const check = (id: string, status: "passed" | "failed" | "skipped", points = 0) => ({ id, status, points });

it("names what moved, check by check, and what came and went", () => {
  const before = {
    score: 5,
    maxScore: 10,
    checks: [check("a", "passed", 5), check("b", "failed"), check("c", "failed")],
  };
  const now = {
    score: 7,
    maxScore: 12,
    checks: [check("a", "passed", 5), check("b", "passed", 2), check("d", "skipped")],
  };
  expect(compareGrades(before, now)).toEqual([
    "points: 5 of 10 before, 7 of 12 now",
    "b: failed before, passed now",
    "d: new, skipped",
    "c: no longer in the lab",
  ]);
});

it("has nothing to say of the same grade", () => {
  const grade = { score: 5, maxScore: 5, checks: [check("a", "passed", 5)] };
  expect(compareGrades(grade, grade)).toEqual([]);
});
