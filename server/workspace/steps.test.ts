import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { startTestSite, TEST_LAB, writeTestContent } from "../../testing/test-site.ts";
import type { CreatedSite } from "../create-site.ts";

const YAML = `title: One lab
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
  await writeTestContent(join(database.dataDir, "content"), { "demo/01-first/labs/one/lab.yaml": YAML });
});
afterAll(async () => {
  await created.stop();
  await database.close();
});

const open = (student: string) => created.site.workspaces.openWorkspace(student, TEST_LAB);
const mark = (student: string, step: string, done: boolean) =>
  created.site.workspaces.markStep(student, TEST_LAB, { step, done });
const outlined = async (student: string) =>
  (await created.site.courses.getCourseOutline("demo", student))?.outline[0];

it("a step that nobody judges is ticked off, kept for its student alone, and taken back", async () => {
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

it("a step that the lab does not have is refused, and nothing is kept of it", async () => {
  await expect(mark("cat", "gone", true)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await open("cat")).stepsDone).toEqual([]);
});

it("a lab without checks cannot be checked", async () => {
  await expect(created.site.runs.startRun("ann", TEST_LAB, "check")).rejects.toMatchObject({
    code: "BAD_REQUEST",
  });
});
