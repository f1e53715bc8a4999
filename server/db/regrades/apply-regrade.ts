import { and, eq } from "drizzle-orm";
import { chooseBest, judgeMove } from "../../../core/class/judge-regrade.ts";
import type { Submission } from "../../../core/lab/submission.ts";
import type { Transaction } from "../ensure-student.ts";
import type { Database } from "../open-database.ts";
import { grades, regradeChanges, regrades, submissions } from "../schema.ts";
import type { RegradeRow } from "./open-regrade.ts";

/** One student's grade as a regrade changes it. */
export interface GradeChange {
  readonly studentId: string;
  readonly move: "better" | "worse";
  readonly old: { readonly score: number; readonly maxScore: number; readonly runId: string };
  readonly now: NonNullable<Submission["graded"]> & { readonly runId: string };
}

/**
 * What a regrade would change. A grade becomes worse only when the submission that it rests on was graded again and none
 * of the student's is as good any more.
 * @param regraded new grades by the submission's number
 */
export async function listChanges(
  db: Database | Transaction,
  lab: string,
  regraded: ReadonlyMap<string, NonNullable<Submission["graded"]>>,
): Promise<GradeChange[]> {
  const owners = await db
    .select({ runId: submissions.runId, studentId: submissions.studentId })
    .from(submissions)
    .where(eq(submissions.lab, lab));
  const changes: GradeChange[] = [];
  for (const grade of await db.select().from(grades).where(eq(grades.lab, lab))) {
    const mine = owners.flatMap(({ runId, studentId }) => {
      const now = regraded.get(runId);
      return studentId === grade.studentId && now !== undefined ? [{ id: runId, now }] : [];
    });
    const best = chooseBest(mine, grade.bestRunId);
    if (best === null) continue;
    const old = { score: grade.bestScore, maxScore: grade.maxScore, runId: grade.bestRunId };
    const move = judgeMove(old, best.now);
    if (move === "same" || (move === "worse" && !mine.some(({ id }) => id === grade.bestRunId))) continue;
    changes.push({ studentId: grade.studentId, move, old, now: { ...best.now, runId: best.id } });
  }
  return changes;
}

/**
 * Applies a regrade as one batch: everybody's grade or nobody's. One of another process that has applied it before is
 * not applied twice.
 * @param allowsWorse grades may become worse; else those stay as they are
 * @returns what was changed; null when it had been applied already
 */
export async function applyRegrade(
  db: Database,
  regrade: RegradeRow,
  regraded: ReadonlyMap<string, NonNullable<Submission["graded"]>>,
  allowsWorse: boolean,
): Promise<GradeChange[] | null> {
  return db.transaction(async (tx) => {
    const now = Date.now();
    const taken = await tx
      .update(regrades)
      .set({ state: "applied", changedAt: now })
      .where(and(eq(regrades.id, regrade.id), eq(regrades.state, "grading")))
      .returning({ id: regrades.id });
    if (taken.length === 0) return null;
    // A check that ends meanwhile waits for the rows, and counts on top of what is written here.
    await tx.select().from(grades).where(eq(grades.lab, regrade.lab)).for("update");
    const changes = (await listChanges(tx, regrade.lab, regraded)).filter(
      ({ move }) => allowsWorse || move === "better",
    );
    for (const { studentId, old, now: graded } of changes) {
      const key = and(eq(grades.studentId, studentId), eq(grades.lab, regrade.lab));
      const [before] = await tx.select({ complete: grades.complete }).from(grades).where(key);
      await tx.insert(regradeChanges).values({
        ...{ regradeId: regrade.id, studentId },
        ...{ oldScore: old.score, oldMaxScore: old.maxScore, oldRunId: old.runId },
        oldComplete: before?.complete ?? false,
        ...{ newScore: graded.score, newMaxScore: graded.maxScore, newRunId: graded.runId },
      });
      await tx
        .update(grades)
        .set({
          bestScore: graded.score,
          maxScore: graded.maxScore,
          bestRunId: graded.runId,
          complete: graded.score >= graded.maxScore,
          updatedAt: now,
        })
        .where(key);
    }
    return changes;
  });
}
