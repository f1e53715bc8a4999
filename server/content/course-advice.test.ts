import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeTestContent } from "../../testing/test-site.ts";
import { getLesson } from "./get-lesson.ts";
import { readCourse } from "./list-courses.ts";
import { listCourseSlugs } from "./load-course-labs.ts";
import { readAdviceLinks } from "./read-advice-links.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "drydock-advice-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the advice of a course", () => {
  it("leads to headings that are there", { timeout: 60_000 }, async () => {
    const dead: string[] = [];
    for (const course of await listCourseSlugs("content")) {
      const { advice } = await readCourse("content", course);
      for (const target of new Set(Object.values(advice))) {
        const [slug = "", anchor] = target.split("#");
        const lesson = await getLesson("content", join(folder, "cache"), course, slug);
        if (lesson?.headings.some(({ id }) => id === anchor) !== true) dead.push(`${course}: ${target}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it("has the lesson's number and title, and no link for a rule or a lesson that is not there", async () => {
    const content = join(folder, "content");
    await writeTestContent(content, {
      "demo/course.yaml":
        "title: A course\nsummary: For the tests of advice.\nadvice:\n  pip-cache: first#one-thing\n  sudo: not-written-yet#x\n",
    });
    expect(await readAdviceLinks(content, "demo")).toEqual({
      "pip-cache": { href: "/demo/first#one-thing", number: 1, title: "First lesson" },
    });
    expect(await readAdviceLinks(content, "nope")).toEqual({});
  });
});
