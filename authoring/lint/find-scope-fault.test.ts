import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findScopeFault } from "./find-scope-fault.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "drydock-scope-"));
  for (const course of ["knots", "sails"]) {
    await mkdir(join(folder, course, "01-first"), { recursive: true });
    await writeFile(join(folder, course, "course.yaml"), "title: A course\n");
    await writeFile(join(folder, course, "01-first/lesson.mdx"), "");
  }
});
afterAll(() => rm(folder, { recursive: true }));

it.each<[{ course?: string; lesson?: string }, RegExp | null]>([
  [{}, null],
  [{ course: "knots" }, null],
  [{ course: "knots", lesson: "first" }, null],
  [{ course: "nope" }, /^There is no course nope\. There is: knots, sails\.$/],
  [{ course: "knot" }, /^There is no course knot\. Did you mean knots\?$/],
  [{ lesson: "01-first" }, /^There is no lesson 01-first\. Did you mean first\?$/],
])("%o", async (scope, expected) => {
  const fault = await findScopeFault(folder, scope);
  if (expected === null) expect(fault).toBeNull();
  else expect(fault).toMatch(expected);
});

it("a folder of courses that is not there has no course", async () => {
  const fault = await findScopeFault(join(folder, "none"), { course: "knots" });
  expect(fault).toMatch(/none has no course: a course is a folder/);
});
