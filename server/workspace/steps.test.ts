import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CreatedSite } from "../create-site.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { startTestSite, testLab, writeTestContent } from "../../testing/test-site.ts";

const yaml = `title: One lab
summary: Make the thing go.
minutes: 5
open: Dockerfile
editable: ["**/*"]
steps:
  - { id: look, title: Look around }
  - { id: go, title: Go on }
`;

let database: TestDatabase;
let created: CreatedSite;
beforeAll(async () => {
  database = await startTestDatabase();
  created = await startTestSite({ db: database.db, dataDir: database.dataDir });
  await writeTestContent(join(database.dataDir, "content"), { "demo/01-first/labs/one/lab.yaml": yaml });
});
afterAll(async () => {
  await created.stop();
  await database.close();
});

const open = (student: string) => created.site.openWorkspace(student, testLab);
const mark = (student: string, step: string, done: boolean) =>
  created.site.markStep(student, testLab, { step, done });
const outlined = async (student: string) =>
  (await created.site.getCourseOutline("demo", student))?.outline[0];

test("a step that nobody judges is ticked off, kept for its student alone, and taken back", async () => {
  expect(await open("ann")).toMatchObject({ lab: { checks: [] }, stepsDone: [] });
  expect(await mark("ann", "go", true)).toEqual({ done: ["go"] });
  expect(await mark("ann", "go", true)).toEqual({ done: ["go"] });
  expect((await open("ann")).stepsDone).toEqual(["go"]);
  expect((await open("ben")).stepsDone).toEqual([]);
  expect((await outlined("ann"))?.labs).toMatchObject([{ progress: null, steps: { done: 1, of: 2 } }]);
  await mark("ann", "look", true);
  expect((await outlined("ann"))?.labs).toMatchObject([{ steps: { done: 2, of: 2 } }]);
  expect(await mark("ann", "go", false)).toEqual({ done: ["look"] });
});

test("a step that the lab does not have is refused, and nothing is kept of it", async () => {
  await expect(mark("cat", "gone", true)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await open("cat")).stepsDone).toEqual([]);
});

test("a lab without checks cannot be checked", async () => {
  await expect(created.site.startRun("ann", testLab, "check")).rejects.toMatchObject({ code: "BAD_REQUEST" });
});
