import { expect, it } from "vitest";
import { plainEnd } from "./grading.ts";

const lines = (count: number, word = "Downloading"): string =>
  Array.from({ length: count }, (_, index) => `${word} ${index + 1}\n`).join("");

it("the excerpt of a failed build ends with its error and does not begin with its downloads", () => {
  const log = `${lines(200)}${lines(14, "context")}ERROR: no matching distribution\n\n`;
  const excerpt = plainEnd(log, 4000, 15);
  expect(excerpt.split("\n").filter((line) => line !== "")).toHaveLength(15);
  expect(excerpt).not.toContain("Downloading");
  expect(excerpt).toMatch(/ERROR: no matching distribution\n$/);
});

it("an excerpt has whole lines, as a terminal would show them", () => {
  expect(plainEnd("\u001b[31mred\u001b[0m\r\n 1 %\r 50 %\r100 %\nlast")).toBe("red\n100 %\nlast");
  expect(plainEnd("first line\nsecond line\n", 15)).toBe("second line\n");
  expect(plainEnd("x".repeat(5000), 10)).toBe("x".repeat(10));
  expect(plainEnd("\n\n")).toBe("");
});
