import { sql } from "drizzle-orm";
import type { GradeReport } from "../../../core/check/result.ts";
import type { Transaction } from "../ensure-student.ts";
import { attempts, grades } from "../schema.ts";

/** Keeps a check that reached its end: the attempt with its checks, and the grade when it is the best so far. */
export async function recordAttempt(
  tx: Transaction,
  run: { readonly id: string; readonly studentId: string; readonly lab: string },
  grade: GradeReport,
  at: number,
): Promise<void> {
  const { score, maxScore } = grade;
  const about = { studentId: run.studentId, lab: run.lab };
  const checks = grade.checks.map(({ id, status, points }) => ({ id, status, points }));
  await tx.insert(attempts).values({ ...about, runId: run.id, score, maxScore, checks, createdAt: at });
  // A lab whose points changed is judged by its latest maximum; an equal score keeps the earlier attempt.
  const better = sql`excluded.best_score > ${grades.bestScore} or excluded.max_score <> ${grades.maxScore}`;
  await tx
    .insert(grades)
    .values({
      ...about,
      bestScore: score,
      maxScore,
      attempts: 1,
      bestRunId: run.id,
      complete: score >= maxScore,
      updatedAt: at,
    })
    .onConflictDoUpdate({
      target: [grades.studentId, grades.lab],
      set: {
        attempts: sql`${grades.attempts} + 1`,
        bestScore: sql`case when ${better} then excluded.best_score else ${grades.bestScore} end`,
        bestRunId: sql`case when ${better} then excluded.best_run_id else ${grades.bestRunId} end`,
        complete: sql`case when ${better} then excluded.complete else ${grades.complete} end`,
        maxScore: sql`excluded.max_score`,
        updatedAt: at,
      },
    });
}
