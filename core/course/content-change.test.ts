import { expect, it } from "vitest";
import { answerToChange } from "./content-change.ts";

const page = { course: "knots", lesson: "serve" };

it.each([
  [["knots/02-serve/lesson.mdx"], "refresh"],
  [["knots/course.yaml"], "refresh"],
  [["knots/01-tie/lesson.mdx"], "refresh"],
  [["other/02-serve/lesson.mdx"], "nothing"],
  [["knots/02-serve/labs/knot-server/lab.yaml"], "reload"],
  [["knots/02-serve/labs/knot-server/starter/a/b.py"], "reload"],
  [["knots/02-serve/labs/knot-server/wrong/answers--x/Dockerfile"], "refresh"],
  [["knots/01-tie/labs/knot-server/lab.yaml"], "refresh"],
  [["knots/02-serve/lesson.mdx", "knots/02-serve/labs/knot-server/lab.yaml"], "reload"],
  [[], "nothing"],
] as const)("after %j an open page does: %s", (files, answer) => {
  expect(answerToChange({ files: [...files] }, page)).toBe(answer);
});
