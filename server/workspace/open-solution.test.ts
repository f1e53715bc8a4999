import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { startTestSite, TEST_LAB, writeTestContent } from "../../testing/test-site.ts";
import type { CreatedSite } from "../create-site.ts";
import { grades } from "../db/schema.ts";

const YAML = `title: One lab
summary: Make the thing go.
minutes: 5
image: demo/one:latest
open: Dockerfile
editable: [Dockerfile]
variants:
  uid: { title: User id, from: 2000, to: 9999 }
  hidden: { values: [left, right] }
checks:
  - { kind: non-root, id: non-root, title: "Runs as {{uid}}", points: 10, uid: "{{uid}}" }
`;

let database: TestDatabase;
let created: CreatedSite;
const start = async () => {
  created = await startTestSite({ db: database.db, dataDir: database.dataDir });
  await writeTestContent(join(database.dataDir, "content"), {
    "demo/01-first/labs/one/lab.yaml": YAML,
    "demo/01-first/labs/one/solution/Dockerfile": "FROM scratch\nUSER {{uid}}\n",
  });
};
beforeAll(async () => {
  database = await startTestDatabase();
  await start();
});
afterAll(async () => {
  await created.stop();
  await database.close();
});

const taskOf = async (student: string) =>
  (await created.site.workspaces.openWorkspace(student, TEST_LAB)).lab.task;
const labOf = async (student: string) =>
  (await created.site.courses.getCourseOutline("demo", student))?.outline[0]?.labs[0];

it("each student has a task of their own, which stays theirs over a restart", async () => {
  const [ada, bob] = [await taskOf("ada"), await taskOf("bob")];
  expect(ada).toEqual([{ name: "uid", title: "User id", value: expect.stringMatching(/^\d{4}$/) as string }]);
  expect(bob).not.toEqual(ada);
  expect((await created.site.workspaces.openWorkspace("ada", TEST_LAB)).lab.checks[0]?.title).toBe(
    `Runs as ${ada[0]?.value ?? ""}`,
  );
  await created.stop();
  await start();
  expect(await taskOf("ada")).toEqual(ada);
});

it("a solution is that of the student's own task, and that it was opened is kept", async () => {
  const value = (await taskOf("ada"))[0]?.value ?? "";
  expect((await created.site.workspaces.openWorkspace("ada", TEST_LAB)).solution).toBeNull();
  const opened = await created.site.workspaces.openSolution("ada", TEST_LAB);
  expect(opened.files).toEqual([
    { path: "Dockerfile", content: `FROM scratch\nUSER ${value}\n`, typed: false },
  ]);
  expect(opened.mark.afterPassing).toBe(false);
  expect((await created.site.workspaces.openWorkspace("ada", TEST_LAB)).solution).toEqual(opened.mark);
  expect(await labOf("ada")).toMatchObject({ progress: null, solution: opened.mark });
  expect((await labOf("bob"))?.solution).toBeNull();
  await expect(created.site.workspaces.openSolution("ada", "demo/first/nope")).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

it("what counts is whether the exercise was passed the first time", async () => {
  await created.site.workspaces.openSolution("carl", TEST_LAB);
  await created.site.workspaces.openWorkspace("dora", TEST_LAB);
  const passed = (studentId: string) =>
    database.db.insert(grades).values({
      studentId,
      lab: TEST_LAB,
      bestScore: 10,
      maxScore: 10,
      attempts: 1,
      bestRunId: crypto.randomUUID(),
      complete: true,
      updatedAt: 1,
    });
  await passed("carl");
  expect((await created.site.workspaces.openSolution("carl", TEST_LAB)).mark.afterPassing).toBe(false);
  await created.site.workspaces.saveFile("dora", TEST_LAB, {
    path: "Dockerfile",
    content: "FROM a\n",
    baseVersion: 0,
  });
  await passed("dora");
  expect((await created.site.workspaces.openSolution("dora", TEST_LAB)).mark.afterPassing).toBe(true);
});

it("a lab without a solution says so", async () => {
  await writeTestContent(join(database.dataDir, "content"), {
    "demo/01-first/labs/two/lab.yaml": YAML,
    "demo/01-first/labs/two/starter/Dockerfile": "FROM scratch\n",
  });
  await expect(created.site.workspaces.openSolution("ada", "demo/first/two")).rejects.toMatchObject({
    userMessage: "This exercise does not have a solution.",
  });
  expect(await labOf("ada")).toBeDefined();
});
