import { eq } from "drizzle-orm";
import type { GradeReport } from "../../../core/check/result.ts";
import type { Submission } from "../../../core/lab/submission.ts";
import type { Database } from "../open-database.ts";
import { regradeRows } from "../schema.ts";

/** What of a submission's new grade is kept, by its number. Only rows that were graded by the lab as it is now. */
export async function readRegraded(
  db: Database,
  regradeId: string,
  labHashOf: ReadonlyMap<string, string>,
): Promise<Map<string, NonNullable<Submission["graded"]>>> {
  const rows = await db.select().from(regradeRows).where(eq(regradeRows.regradeId, regradeId));
  return new Map(
    rows
      .filter(({ runId, labHash }) => labHashOf.get(runId) === labHash)
      .map(({ runId, score, maxScore, checks }) => [runId, { score, maxScore, checks }]),
  );
}

/** Keeps a submission's new grade; one of an earlier state of the lab is replaced. */
export async function keepRegraded(
  db: Database,
  key: { readonly regradeId: string; readonly runId: string; readonly labHash: string },
  grade: Pick<GradeReport, "score" | "maxScore" | "checks">,
): Promise<void> {
  const checks = grade.checks.map(({ id, status, points }) => ({ id, status, points }));
  const found = { ...key, score: grade.score, maxScore: grade.maxScore, checks };
  await db
    .insert(regradeRows)
    .values(found)
    .onConflictDoUpdate({ target: [regradeRows.regradeId, regradeRows.runId], set: found });
}
