import { expect, it } from "vitest";
import { lessonElements } from "../../core/course/lesson-elements.ts";
import { lessonComponents } from "./lesson-components.tsx";

it("every component that a lesson may use is known to the linter, and no other", () => {
  // Small letters are HTML; Quiz comes from the page, which knows the answers.
  const there = Object.keys(lessonComponents).filter((name) => /^[A-Z]/.test(name));
  expect([...there, "Quiz"].sort()).toEqual(Object.keys(lessonElements).sort());
});
