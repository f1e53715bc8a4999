import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { submission } from "../../core/lab/submission.ts";
import { fakeGrade } from "../../testing/engines/fake-engines.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { startTestSite, TEST_LAB, writeTestContent } from "../../testing/test-site.ts";
import { hashLab } from "../content/hash-lab.ts";
import { loadLab } from "../content/load-lab.ts";
import type { CreatedSite } from "../create-site.ts";
import { blobs, grades, runs, submissionFiles } from "../db/schema.ts";
import { dropUnusedContents } from "../db/submissions/drop-unused-contents.ts";
import { keepSubmission } from "../db/submissions/keep-submission.ts";
import { listSubmissions, readSubmittedFiles } from "../db/submissions/read-submission.ts";
import type { Engines } from "./engines.ts";

let database: TestDatabase;
let created: CreatedSite | null = null;
let student = "";
let count = 0;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  student = `student-${++count}`;
});
afterEach(async () => {
  await created?.stop();
  created = null;
  await database.db.execute("delete from runs where state = 'queued'");
  vi.restoreAllMocks();
});

const open = async (engines: Partial<Engines>) => {
  created = await startTestSite({
    db: database.db,
    dataDir: database.dataDir,
    engines,
    config: { BUILDS_AT_ONCE: 1 },
  });
  return created.site;
};
type Site = Awaited<ReturnType<typeof open>>;
const type = async (site: Site, content: string, who = student) => {
  const { files } = await site.workspaces.openWorkspace(who, TEST_LAB);
  const baseVersion = files.find(({ path }) => path === "Dockerfile")?.version ?? 0;
  await site.workspaces.saveFile(who, TEST_LAB, { path: "Dockerfile", content, baseVersion });
};
const check = async (site: Site, who = student) => (await site.runs.startRun(who, TEST_LAB, "check")).run.id;
const ended = (site: Site, runId: string, who = student) =>
  vi.waitFor(async () => expect((await site.runs.getRun(who, runId))?.state).toBe("finished"), {
    timeout: 20_000,
    interval: 20,
  });
const progressOf = async (site: Site) =>
  (await site.courses.getCourseOutline("demo", student))?.outline[0]?.labs[0]?.progress;

describe("a submission", () => {
  it("is the files as they were when Check was pressed, whatever is typed while it waits", async () => {
    const judged: string[] = [];
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const site = await open({
      gradeWorkspace: async ({ files }) => {
        judged.push(files.find(({ path }) => path === "Dockerfile")?.content ?? "");
        await gate;
        return fakeGrade(10);
      },
    });
    const first = await check(site, `${student}-before`);
    await type(site, "FROM pressed\n");
    const before = Date.now();
    const mine = await check(site);
    const after = Date.now();
    await type(site, "FROM later\n");
    letGo();
    await ended(site, first, `${student}-before`);
    await ended(site, mine);
    expect(judged).toEqual(["FROM scratch\n", "FROM pressed\n"]);
    const [kept] = await listSubmissions(database.db, { studentId: student });
    expect(kept?.submittedAt).toBeGreaterThanOrEqual(before);
    expect(kept?.submittedAt).toBeLessThanOrEqual(after);
    const lab = await loadLab(site.config.CONTENT_DIR, TEST_LAB);
    expect(kept).toMatchObject({ id: mine, lab: TEST_LAB, labHash: hashLab(lab), graded: { score: 10 } });
    const files = await readSubmittedFiles(database.db, mine);
    expect(files).toEqual([
      { path: "Dockerfile", content: "FROM pressed\n" },
      { path: "app.py", content: "print(1)\n" },
    ]);
    // As a file it comes back as it was.
    expect(submission.parse(JSON.parse(JSON.stringify({ ...kept, files })))).toEqual({ ...kept, files });
  });

  it("is judged after a restart as it was before", async () => {
    const site = await open({ gradeWorkspace: () => new Promise(() => undefined) });
    await check(site, `${student}-before`);
    await type(site, "FROM pressed\n");
    const mine = await check(site);
    await created?.stop();
    created = null;
    const judged = new Map<string, string>();
    const again = await open({
      gradeWorkspace: ({ files }) => {
        judged.set("Dockerfile", files.find(({ path }) => path === "Dockerfile")?.content ?? "");
        return Promise.resolve(fakeGrade(10));
      },
    });
    await type(again, "FROM later\n");
    await ended(again, mine);
    expect(judged.get("Dockerfile")).toBe("FROM pressed\n");
  });

  it("is kept for a check alone, and once where two press at the same time", async () => {
    const site = await open({});
    await ended(site, (await site.runs.startRun(student, TEST_LAB, "build")).run.id);
    expect(await listSubmissions(database.db, { studentId: student })).toEqual([]);
    const pressed = await Promise.all([1, 2, 3].map(() => site.runs.startRun(student, TEST_LAB, "check")));
    for (const { run } of pressed) await ended(site, run.id);
    expect(await listSubmissions(database.db, { studentId: student })).toHaveLength(
      new Set(pressed.map(({ run }) => run.id)).size,
    );
  });

  it("keeps each content once, and no longer than somebody has submitted it", async () => {
    const site = await open({});
    await type(site, `FROM ${student}\n`);
    for (let time = 0; time < 3; time += 1) await ended(site, await check(site));
    const held = async () =>
      (await database.db.select().from(blobs)).filter(({ data }) => data.toString("utf8").includes(student));
    expect(await held()).toHaveLength(1);
    await dropUnusedContents(database.db);
    expect(await held()).toHaveLength(1);
    for (const { id } of await listSubmissions(database.db, { studentId: student }))
      await database.db.execute(`delete from runs where id = '${id}'`);
    await dropUnusedContents(database.db);
    expect(await held()).toEqual([]);
  });
});

describe("a student's room for submissions", () => {
  const keep = (bytes: number, id: string, at: number, most: number) =>
    database.db.transaction(async (tx) => {
      const run = { id, studentId: student, lab: TEST_LAB, kind: "check" } as const;
      await tx.insert(runs).values({ ...run, state: "finished", createdAt: at });
      const files = [{ path: "Dockerfile", content: `${id}${"x".repeat(bytes - id.length)}` }];
      await keepSubmission(tx, run, { labHash: "", courseCommit: null, variant: {}, files }, at, most);
    });

  it("loses the oldest files first, and never those that a grade rests on", async () => {
    const site = await open({});
    await site.workspaces.openWorkspace(student, TEST_LAB);
    await type(site, "FROM a\n");
    const ids = Array.from({ length: 5 }, () => crypto.randomUUID());
    const [best, ...later] = ids as [string, ...string[]];
    await database.db.insert(grades).values({
      ...{ studentId: student, lab: TEST_LAB, bestScore: 1, maxScore: 2, attempts: 1, bestRunId: best },
      ...{ complete: false, updatedAt: 1 },
    });
    for (const [at, id] of ids.entries()) await keep(1000, id, at, 2500);
    const kept = (await database.db.select().from(submissionFiles)).map(({ runId }) => runId);
    expect(ids.filter((id) => kept.includes(id))).toEqual([best, later[2], later[3]]);
    // That they were submitted, and when, is still known.
    expect(await listSubmissions(database.db, { studentId: student })).toHaveLength(5);
    expect(await readSubmittedFiles(database.db, later[0] ?? "")).toBeNull();
  });

  it("has always room for what is submitted now", async () => {
    const site = await open({});
    await type(site, "FROM a\n");
    const id = crypto.randomUUID();
    await keep(5000, id, 1, 2500);
    expect(await readSubmittedFiles(database.db, id)).toHaveLength(1);
  });
});

describe("the best attempt", () => {
  it("stays the best when the lab's points change, by its share of them", async () => {
    let [score, maxScore] = [8, 10];
    const site = await open({ gradeWorkspace: () => Promise.resolve(fakeGrade(score, { maxScore })) });
    const attempt = async (points: number, of: number) => {
      [score, maxScore] = [points, of];
      await ended(site, await check(site));
      const progress = await progressOf(site);
      return [progress?.bestScore, progress?.maxScore];
    };
    expect(await attempt(8, 10)).toEqual([8, 10]);
    // More points, and a smaller share of what the lab has now.
    expect(await attempt(9, 20)).toEqual([8, 10]);
    expect(await attempt(16, 20)).toEqual([8, 10]);
    expect(await attempt(17, 20)).toEqual([17, 20]);
    expect(await attempt(4, 5)).toEqual([17, 20]);
    expect(await attempt(5, 5)).toEqual([5, 5]);
    expect(await attempt(20, 20)).toEqual([5, 5]);
  });
});

it("a task's values come back with the submission, also when the lab has got another one since", async () => {
  const site = await open({});
  const yaml = (variants: string) =>
    `title: Two\nsummary: Make it go.\nminutes: 5\nimage: demo/one:latest\nopen: Dockerfile\neditable: [Dockerfile]\nvariants:\n${variants}checks:\n  - { kind: non-root, id: non-root, title: "Runs as {{uid}}", points: 10, uid: "{{uid}}" }\n`;
  const uid = "  uid: { title: User id, from: 2000, to: 9999 }\n";
  const put = (text: string) =>
    writeTestContent(site.config.CONTENT_DIR, {
      "demo/01-first/labs/two/lab.yaml": text,
      "demo/01-first/labs/two/starter/Dockerfile": "FROM scratch\n",
    });
  await put(yaml(uid));
  const { run } = await site.runs.startRun(student, "demo/first/two", "check");
  await ended(site, run.id);
  const [kept] = await listSubmissions(database.db, { id: run.id });
  const drawn = kept?.variant ?? {};
  expect(drawn.uid).toBeGreaterThanOrEqual(2000);
  const same = await loadLab(site.config.CONTENT_DIR, "demo/first/two", drawn);
  expect(hashLab(same)).toBe(kept?.labHash);
  await put(yaml(`${uid}  gid: { title: Group id, from: 2000, to: 9999 }\n`));
  const now = await loadLab(site.config.CONTENT_DIR, "demo/first/two", drawn);
  expect(now.variant).toEqual({ uid: drawn.uid, gid: expect.any(Number) as number });
});
