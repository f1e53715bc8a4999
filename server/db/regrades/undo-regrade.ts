import { and, eq } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { grades, regradeChanges, regrades } from "../schema.ts";
import type { RegradeRow } from "./open-regrade.ts";

/**
 * Puts the grades back that a regrade has changed, as one batch. A grade that has changed again since, because its
 * student has a better attempt, stays.
 * @returns whose grade is as it was, and whose stays; null when it had been undone already
 */
export async function undoRegrade(
  db: Database,
  regrade: RegradeRow,
): Promise<{ readonly restored: readonly string[]; readonly kept: readonly string[] } | null> {
  return db.transaction(async (tx) => {
    const now = Date.now();
    const taken = await tx
      .update(regrades)
      .set({ state: "undone", changedAt: now })
      .where(and(eq(regrades.id, regrade.id), eq(regrades.state, "applied")))
      .returning({ id: regrades.id });
    if (taken.length === 0) return null;
    const restored: string[] = [];
    const kept: string[] = [];
    for (const change of await tx
      .select()
      .from(regradeChanges)
      .where(eq(regradeChanges.regradeId, regrade.id))) {
      const back = await tx
        .update(grades)
        .set({
          bestScore: change.oldScore,
          maxScore: change.oldMaxScore,
          bestRunId: change.oldRunId,
          complete: change.oldComplete,
          updatedAt: now,
        })
        .where(
          and(
            eq(grades.studentId, change.studentId),
            eq(grades.lab, regrade.lab),
            eq(grades.bestRunId, change.newRunId),
            eq(grades.bestScore, change.newScore),
            eq(grades.maxScore, change.newMaxScore),
          ),
        )
        .returning({ studentId: grades.studentId });
      (back.length > 0 ? restored : kept).push(change.studentId);
    }
    return { restored: restored.sort(), kept: kept.sort() };
  });
}
