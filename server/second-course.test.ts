import { fileURLToPath } from "node:url";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { renderLesson } from "../app/[course]/[lesson]/render-lesson.ts";
import type { TestDatabase } from "../testing/test-database.ts";
import { startTestDatabase } from "../testing/test-database.ts";
import { startTestSite } from "../testing/test-site.ts";
import type { CreatedSite } from "./create-site.ts";
import { provideSite } from "./site.ts";

/*
 * A course that has nothing in common with the one of this repository, from a folder of its own: what is wired to that
 * one fails here.
 */

const contentDir = fileURLToPath(new URL("../e2e/fixtures/content", import.meta.url));
const LAB = "knots/serve/knot-server";
const STUDENT = "student-of-knots";
let database: TestDatabase;
let created: CreatedSite;

beforeAll(async () => {
  database = await startTestDatabase();
  created = await startTestSite({
    db: database.db,
    dataDir: database.dataDir,
    config: { CONTENT_DIR: contentDir },
  });
  provideSite(created.site);
});
afterAll(async () => {
  provideSite(undefined);
  await created.stop();
  await database.close();
});

it("it is listed, with its lessons and its lab", async () => {
  expect(await created.site.courses.listCourses()).toMatchObject([
    { slug: "knots", title: "Knots", lessons: 2, minutes: 15 },
  ]);
  const outline = await created.site.courses.getCourseOutline("knots", STUDENT);
  expect(outline?.outline.map(({ slug, title }) => [slug, title])).toEqual([
    ["tie", "Tie one"],
    ["serve", "Serve one"],
  ]);
});

it("its lessons are shown, and its questions answered", async () => {
  const tie = await renderLesson("knots", "tie");
  if (tie === null) throw new Error("there is no lesson");
  const empty = () => createElement("aside");
  const html = renderToStaticMarkup(
    createElement(tie.Content, { components: { Note: empty, Quiz: empty, Option: empty } }),
  );
  expect(html).toContain('<h2 id="the-loop">The loop</h2>');
  expect(tie.next).toMatchObject({ slug: "serve", title: "Serve one" });
  const answer = await created.site.courses.answerQuiz(STUDENT, "knots", "tie", { quiz: "slips", option: 1 });
  expect(answer).toEqual({ option: 1, right: true, tries: 1 });
});

it("a picture of a lesson's folder is shown, and its markup says where it comes from", async () => {
  const tie = await renderLesson("knots", "tie");
  if (tie === null) throw new Error("there is no lesson");
  const empty = () => createElement("aside");
  const seen: (string | undefined)[] = [];
  const img = ({ src }: { readonly src?: string }) => {
    seen.push(src);
    return createElement("aside");
  };
  const components = { Note: empty, Quiz: empty, Option: empty, img };
  renderToStaticMarkup(createElement(tie.Content, { components }));
  expect(seen).toEqual(["pictures/loop.svg"]);
  const picture = await created.site.courses.getPicture("knots", "tie", "pictures/loop.svg");
  expect(new TextDecoder().decode(picture?.bytes)).toMatch(/^<svg /);
});

it("one of its lessons is shown in another language as well", async () => {
  expect(await created.site.courses.getLesson("knots", "tie", "de")).toMatchObject({
    language: "de",
    frontMatter: { title: "Einen knüpfen" },
    next: { title: "Serve one" },
  });
  expect(await created.site.courses.getLesson("knots", "serve", "de")).toMatchObject({ language: "en" });
});

it("its lab is opened, changed, and checked", async () => {
  const { site } = created;
  const { lab: opened, files } = await site.workspaces.openWorkspace(STUDENT, LAB);
  expect(opened).toMatchObject({ id: LAB, image: "knots:v1", open: "Dockerfile" });
  expect(files.map(({ path, editable }) => [path, editable])).toEqual([
    ["Dockerfile", true],
    ["knot.txt", true],
    ["server.py", false],
  ]);
  const saved = await site.workspaces.saveFile(STUDENT, LAB, {
    path: "knot.txt",
    content: "reef\n",
    baseVersion: 0,
  });
  expect(saved.status).toBe("saved");
  expect((await site.runs.startRun(STUDENT, LAB, "check")).status).toBe("started");
});

it("no lesson of another course is to be had here", async () => {
  expect(await created.site.courses.getCourseOutline("docker-for-ml", STUDENT)).toBeNull();
  await expect(
    created.site.workspaces.openWorkspace(STUDENT, "docker-for-ml/first-dockerfile/digit-reader"),
  ).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});
