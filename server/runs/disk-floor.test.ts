import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { fakeGrade, fakeReport } from "../../testing/engines/fake-engines.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { startTestSite, TEST_LAB } from "../../testing/test-site.ts";
import type { CreatedSite } from "../create-site.ts";

let database: TestDatabase;
let created: CreatedSite;
let low = false;
beforeAll(async () => {
  database = await startTestDatabase();
  created = await startTestSite({
    db: database.db,
    dataDir: database.dataDir,
    disk: { isLow: () => low, close: () => undefined },
    engines: {
      buildImage: (_seat, { emit }) => {
        emit({ type: "log", stepId: "a", text: "before\n" });
        return new Promise((resolve) => {
          // The disk fills up in the middle of the build.
          setTimeout(() => {
            low = true;
            for (let index = 0; index < 1000; index++)
              emit({ type: "log", stepId: "a", text: `after ${index}\n` });
            resolve({ status: "built", report: fakeReport });
          }, 50);
        });
      },
      gradeWorkspace: ({ emit }) => {
        emit({ type: "log", stepId: null, text: "graded\n" });
        return Promise.resolve(fakeGrade(10));
      },
    },
  });
});
afterAll(async () => {
  await created.stop();
  await database.close();
});

async function run(kind: "build" | "check") {
  const { site } = created;
  const { id } = (await site.runs.startRun("ada", TEST_LAB, kind)).run;
  await vi.waitFor(async () => expect((await site.runs.getRun("ada", id))?.state).toBe("finished"), 20_000);
  return {
    row: await site.runs.getRun("ada", id),
    log: (await site.runs.readRunLog("ada", id, 100_000)).text,
  };
}

it("below the floor no log is kept, which log and page say; files, reports and grades are saved", async () => {
  const { site } = created;
  const build = await run("build");
  expect(build.log).toContain("before\n");
  expect(build.log).toContain("disk is nearly full");
  expect(build.log).not.toContain("after");
  expect(build.row?.message).toContain("Built: 482 MB. The site's disk is nearly full");
  const check = await run("check");
  expect(check.row?.outcome).not.toBe("fault");
  expect(check.log).not.toContain("graded");
  const latest = await site.runs.getLatestRuns("ada", TEST_LAB);
  expect(latest.reports).toHaveLength(1);
  expect(latest.grade?.score).toBe(10);
  const file = { path: "Dockerfile", content: "FROM mine\n", baseVersion: 0 };
  expect(await site.workspaces.saveFile("ada", TEST_LAB, file)).toEqual({ status: "saved", version: 1 });

  low = false;
  // With room again the next log is kept.
  const next = await run("build");
  expect(next.log).toContain("before\n");
});
