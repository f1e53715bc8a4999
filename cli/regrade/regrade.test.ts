import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { CheckResult, GradeReport } from "../../core/check/result.ts";
import { AppError } from "../../core/errors.ts";
import type { Submission } from "../../core/lab/submission.ts";
import { say } from "../../core/messages/say.ts";
import type { CreatedSite } from "../../server/create-site.ts";
import { findRegrade } from "../../server/db/regrades/open-regrade.ts";
import { undoRegrade } from "../../server/db/regrades/undo-regrade.ts";
import { grades } from "../../server/db/schema.ts";
import { createRegradeDesk } from "../../server/open-regrade.ts";
import { fakeGrade } from "../../testing/engines/fake-engines.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { startTestSite, writeTestContent } from "../../testing/test-site.ts";
import { gradeAgain } from "./grade-again.ts";
import { printChanges } from "./print-changes.ts";
import { readSubmittedLabs } from "./read-submitted-labs.ts";

const YAML = `title: One lab
summary: Make the thing go.
minutes: 5
image: demo/one:latest
open: Dockerfile
editable: [Dockerfile]
checks:
  - { kind: non-root, id: non-root, title: Not root, points: 10 }
`;
const OTHER_YAML = YAML.replace("points: 10", "points: 20");

let database: TestDatabase;
let site: CreatedSite["site"];
let stop: () => Promise<void>;
let judge: (dockerfile: string) => number = () => 0;
let count = 0;
/** Each test has a lab of its own. */
let lab = "";

beforeAll(async () => {
  database = await startTestDatabase();
  const created = await startTestSite({
    db: database.db,
    dataDir: database.dataDir,
    engines: {
      gradeWorkspace: ({ files }) =>
        Promise.resolve(reportOf(judge(files.find(({ path }) => path === "Dockerfile")?.content ?? ""))),
    },
  });
  site = created.site;
  stop = () => created.stop();
});
afterAll(async () => {
  await stop();
  await database.close();
});
beforeEach(async () => {
  count += 1;
  lab = `demo/first/lab-${count}`;
  judge = (dockerfile) => Number(/\d+/.exec(dockerfile)?.[0] ?? 0);
  await putLab(YAML);
});

const putLab = (yaml: string) =>
  writeTestContent(site.config.CONTENT_DIR, {
    [`demo/01-first/labs/lab-${count}/lab.yaml`]: yaml,
    [`demo/01-first/labs/lab-${count}/starter/Dockerfile`]: "FROM scratch\n",
  });

function reportOf(score: number, maxScore = 10): GradeReport {
  const check: CheckResult = {
    ...{ id: "non-root", title: "Not root", points: score, maxPoints: maxScore, evidence: [] },
    ...{ status: score === maxScore ? "passed" : "failed", hint: null, line: null, file: null },
  };
  return fakeGrade(score, { maxScore, checks: [check] });
}

/** Types a Dockerfile worth that many points, presses Check, and waits for its end. @returns the submission's number */
async function submit(who: string, points: number): Promise<string> {
  const { files } = await site.workspaces.openWorkspace(who, lab);
  const baseVersion = files.find(({ path }) => path === "Dockerfile")?.version ?? 0;
  await site.workspaces.saveFile(who, lab, {
    path: "Dockerfile",
    content: `FROM a:${points}\n`,
    baseVersion,
  });
  const { run } = await site.runs.startRun(who, lab, "check");
  await vi.waitFor(async () => expect((await site.runs.getRun(who, run.id))?.state).toBe("finished"), {
    timeout: 20_000,
    interval: 20,
  });
  return run.id;
}

const gradeOf = async (who: string) => {
  const rows = await database.db.select().from(grades);
  const found = rows.find((row) => row.studentId === who && row.lab === lab);
  return [found?.bestScore, found?.maxScore, found?.bestRunId];
};

/** Grades again what is not graded yet, at most `most` of it, and hands out the desk with what there is. */
async function regrade(again: (files: Submission["files"]) => GradeReport, most = Infinity) {
  const desk = await createRegradeDesk(database.db, lab);
  const labs = await readSubmittedLabs(site.config, desk.submissions);
  const hashes = new Map([...labs].map(([id, { hash }]) => [id, hash]));
  let done = 0;
  const failed = await gradeAgain({
    desk,
    labs,
    hashes,
    grader: {
      grade: (_lab, { files }) => {
        if (done >= most) throw new Error("killed");
        done += 1;
        return Promise.resolve(again([...files]));
      },
    },
    report: () => undefined,
    signal: new AbortController().signal,
  }).catch((error: unknown) => (error as Error).message);
  const graded = await desk.readGraded(hashes);
  return { desk, done, failed, graded, changes: await desk.listChanges(graded) };
}
const pointsIn = (files: Submission["files"]) => Number(/\d+/.exec(files[0]?.content ?? "")?.[0] ?? 0);

describe("a regrade", () => {
  it("shows who moves by which check, changes nothing by itself, and lowers nobody", async () => {
    await submit("ann", 10);
    const ben = await submit("ben", 5);
    const better = (files: Submission["files"]) => reportOf(pointsIn(files) === 5 ? 10 : 4);
    const { desk, graded, changes } = await regrade(better);
    expect(changes.map(({ studentId, move }) => [studentId, move])).toEqual([
      ["ann", "worse"],
      ["ben", "better"],
    ]);
    expect(printChanges(changes, desk.submissions)).toBe(
      "ann: worse, 10 of 10 before, 4 of 10 now\n  non-root: passed before, failed now\n" +
        "ben: better, 5 of 10 before, 10 of 10 now\n  non-root: failed before, passed now\n",
    );
    expect((await gradeOf("ben")).slice(0, 2)).toEqual([5, 10]);
    expect(await desk.apply(graded, false)).toHaveLength(1);
    expect(await gradeOf("ben")).toEqual([10, 10, ben]);
    expect((await gradeOf("ann")).slice(0, 2)).toEqual([10, 10]);
    // A second process that has seen the same applies it no second time.
    expect(await desk.apply(graded, true)).toBeNull();
    expect((await gradeOf("ann")).slice(0, 2)).toEqual([10, 10]);
  });

  it("lowers when it is told to, and can be undone as one batch", async () => {
    const ann = await submit("ann", 10);
    const ben = await submit("ben", 5);
    const { desk, graded } = await regrade((files) => reportOf(pointsIn(files) === 5 ? 9 : 4));
    await desk.apply(graded, true);
    expect([await gradeOf("ann"), await gradeOf("ben")]).toEqual([
      [4, 10, ann],
      [9, 10, ben],
    ]);
    // Ben gets better meanwhile: what is undone leaves that alone.
    const later = await submit("ben", 10);
    const applied = await findRegrade(database.db, lab, "applied");
    if (applied === null) throw new Error("nothing is applied");
    expect(await undoRegrade(database.db, applied)).toEqual({ restored: ["ann"], kept: ["ben"] });
    expect([await gradeOf("ann"), await gradeOf("ben")]).toEqual([
      [10, 10, ann],
      [10, 10, later],
    ]);
    expect(await undoRegrade(database.db, applied)).toBeNull();
  });

  it("goes on where it was cut off, and grades nothing twice", async () => {
    for (const who of ["ann", "ben", "cem"]) await submit(who, 5);
    const first = await regrade((files) => reportOf(pointsIn(files) + 1), 2);
    expect([first.failed, first.done, first.graded.size]).toEqual(["killed", 2, 2]);
    const second = await regrade((files) => reportOf(pointsIn(files) + 2));
    expect([second.failed, second.done, second.graded.size]).toEqual([0, 1, 3]);
    // One that changed meanwhile is graded by the lab as it is now, all of it.
    await putLab(OTHER_YAML);
    const third = await regrade(() => reportOf(20, 20));
    expect([third.done, third.changes.length]).toEqual([3, 3]);
  });

  it("finds a later submission that is better by the changed lab", async () => {
    await submit("ann", 8);
    const later = await submit("ann", 6);
    await submit("ann", 3);
    const { desk, graded } = await regrade((files) => reportOf(pointsIn(files) === 3 ? 10 : pointsIn(files)));
    await desk.apply(graded, false);
    const [score, , runId] = await gradeOf("ann");
    expect([score, runId === later]).toEqual([10, false]);
  });

  it("leaves out what could not be graded through a fault of ours, and takes it up again", async () => {
    await submit("ann", 5);
    const broken = new AppError("SEAT_UNAVAILABLE", { message: "away", userMessage: say("site.stopping") });
    const first = await regrade(() => {
      throw broken;
    });
    expect([first.failed, first.graded.size, first.changes]).toEqual([1, 0, []]);
    expect((await regrade(() => reportOf(10))).changes).toHaveLength(1);
  });

  it("refuses a lab of which a part looked at the student's own seat", async () => {
    await submit("ann", 5);
    await putLab(
      `${YAML}  - kind: seat-state\n    id: there\n    title: It is there\n    points: 5\n    hint: Start it.\n    expect: [{ what: container, name: cellar, is: running }]\n`,
    );
    await expect(regrade(() => reportOf(5))).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("an attempt that ends while it is applied counts on top of it", async () => {
    await submit("ann", 5);
    const { desk, graded } = await regrade(() => reportOf(8));
    const [, attempt] = await Promise.all([desk.apply(graded, false), submit("ann", 9)]);
    expect(await gradeOf("ann")).toEqual([9, 10, attempt]);
  });
});
