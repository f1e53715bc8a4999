import { and, eq, sql } from "drizzle-orm";
import type { SolutionMark } from "../../../core/lab/solution.ts";
import { ensureStudent } from "../ensure-student.ts";
import type { Database } from "../open-database.ts";
import { grades, solutionViews } from "../schema.ts";

/** Keeps that a student opens a lab's solution, and whether they have passed it. The first time is what counts. */
export async function recordSolution(db: Database, studentId: string, lab: string): Promise<SolutionMark> {
  await ensureStudent(db, studentId);
  const [grade] = await db
    .select({ complete: grades.complete })
    .from(grades)
    .where(and(eq(grades.studentId, studentId), eq(grades.lab, lab)));
  const afterPassing = grade?.complete ?? false;
  const [row] = await db
    .insert(solutionViews)
    .values({ studentId, lab, openedAt: Date.now(), afterPassing, times: 1 })
    .onConflictDoUpdate({
      target: [solutionViews.studentId, solutionViews.lab],
      set: { times: sql`least(${solutionViews.times} + 1, 100000)` },
    })
    .returning({ openedAt: solutionViews.openedAt, afterPassing: solutionViews.afterPassing });
  if (row === undefined) throw new Error(`the opened solution of ${lab} was not kept`);
  return row;
}
