import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readCourses } from "./read-courses.ts";

let content = "";

beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), "drydock-courses-"));
});
afterEach(async () => {
  await rm(content, { recursive: true, force: true });
});

async function writeLab(name: string, yaml: string): Promise<void> {
  const folder = join(content, "course/01-lesson/labs", name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "lab.yaml"), yaml);
}

it("a starter is built beforehand unless its lab says no, however broken another lab is", async () => {
  await mkdir(join(content, "course"));
  await writeFile(join(content, "course/course.yaml"), "images: [python:3.11-slim]\n");
  await writeLab("as-usual", "title: x\n");
  await writeLab("cold", "title: x\nwarm: false\n");
  await writeLab("said-so", "warm: true\n");
  await writeLab("slip", "warm: nope\n");
  const { images, starters } = await readCourses(content);
  expect(images).toEqual(["python:3.11-slim"]);
  expect(starters.map(({ name }) => name)).toEqual([
    "course-01-lesson-labs-as-usual",
    "course-01-lesson-labs-said-so",
    "course-01-lesson-labs-slip",
  ]);
});
