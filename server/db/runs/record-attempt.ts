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
  // By the share of the points, because a lab's points may change; an equal share keeps the earlier attempt. Multiplied
  // crosswise: a lab without points has no share.
  const better = sql`excluded.best_score * ${grades.maxScore} > ${grades.bestScore} * excluded.max_score`;
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
        maxScore: sql`case when ${better} then excluded.max_score else ${grades.maxScore} end`,
        updatedAt: at,
      },
    });
}
