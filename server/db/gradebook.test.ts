import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { ensureStudent } from "./ensure-student.ts";
import { readGradebook } from "./read-gradebook.ts";
import { grades } from "./schema.ts";
import { recordSolution } from "./solutions/record-solution.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 60_000);
afterAll(() => database.close());

it("tells who reached what, and who opened a solution before and after passing", async () => {
  const { db } = database;
  const grade = async (studentId: string, lab: string, bestScore: number) => {
    await ensureStudent(db, studentId);
    await db.insert(grades).values({
      ...{ studentId, lab, bestScore, maxScore: 100, attempts: 3, updatedAt: 7 },
      ...{ bestRunId: randomUUID(), complete: bestScore === 100 },
    });
  };
  await grade("ben", "c/l/x", 100);
  await grade("ann", "c/l/y", 40);
  await recordSolution(db, "ben", "c/l/x");
  await recordSolution(db, "ann", "c/l/x");
  const rows = await readGradebook(db);
  expect(
    rows.map(({ studentId, lab, score, attempts, solutionOpened }) => [
      studentId,
      lab,
      score,
      attempts,
      solutionOpened,
    ]),
  ).toEqual([
    ["ann", "c/l/x", 0, 0, "before passing"],
    ["ann", "c/l/y", 40, 3, null],
    ["ben", "c/l/x", 100, 3, "after passing"],
  ]);
});
