import { and, asc, eq, gt, ne, sql } from "drizzle-orm";
import { lockStudent } from "../ensure-student.ts";
import type { Database } from "../open-database.ts";
import { runs } from "../schema.ts";
import { keepSubmission, type Submitted } from "../submissions/keep-submission.ts";
import type { RunKey } from "./event-store.ts";
import type { RunRow } from "./read-runs.ts";

export type InsertedRun =
  | { readonly status: "inserted" | "busy"; readonly row: RunRow }
  /** The student has as many unfinished runs as one may have. */
  | { readonly status: "full" }
  /** The student has started as many within the last hour as one may. */
  | { readonly status: "often" };

/** One every six seconds: nobody gets there by hand, and attempts are kept for ever. */
export const RUNS_PER_HOUR = 600;

/**
 * Writes a new run and gives it its round: the one that is served now, or the one after the student's last. Who
 * comes anew is so before everybody's second run, nobody gathers turns by staying away, and since each student
 * has one run in a round, every round comes to its end. The unique indexes on unfinished runs decide between two that press at once.
 * @param submitted what a check judges: kept with the row, or not at all
 * @returns the new row, or the unfinished one of this lab and kind; null when that ended in between
 */
export async function insertRun(
  db: Database,
  run: RunKey,
  createdAt: number,
  mostUnfinished = Number.POSITIVE_INFINITY,
  submitted: Submitted | null = null,
): Promise<InsertedRun | null> {
  const mine = and(eq(runs.studentId, run.studentId), ne(runs.state, "finished"));
  // A run that was canceled while it waited has used no turn.
  const round = sql`greatest(
    (select coalesce(max(round), 0) from ${runs} where started_at is not null),
    (select coalesce(max(round) + 1, 0) from ${runs} where student_id = ${run.studentId}
      and (state <> 'finished' or started_at is not null)))`;
  return db.transaction(async (tx) => {
    await lockStudent(tx, run.studentId);
    const unfinished = await tx.select().from(runs).where(mine);
    const other = unfinished.find(
      ({ kind, lab }) => kind === run.kind && (kind === "start" || lab === run.lab),
    );
    if (other !== undefined) return { status: "busy", row: other };
    if (unfinished.length >= mostUnfinished) return { status: "full" };
    const lately = and(eq(runs.studentId, run.studentId), gt(runs.createdAt, createdAt - 3_600_000));
    if ((await tx.$count(runs, lately)) >= RUNS_PER_HOUR) return { status: "often" };
    const [row] = await tx
      .insert(runs)
      .values({ ...run, state: "queued", createdAt, round })
      .onConflictDoNothing()
      .returning();
    if (row === undefined) return null;
    if (submitted !== null) await keepSubmission(tx, run, submitted, createdAt);
    return { status: "inserted", row };
  });
}

/** The run has its slot. */
export async function markRunning(db: Database, runId: string): Promise<void> {
  await db
    .update(runs)
    .set({ state: "running", startedAt: Date.now() })
    .where(and(eq(runs.id, runId), eq(runs.state, "queued")));
}

/** Runs that had their slot and have no end, the oldest first. */
export function listBrokenRuns(db: Database): Promise<RunRow[]> {
  return db.select().from(runs).where(eq(runs.state, "running")).orderBy(asc(runs.createdAt));
}

/** Runs that wait for a slot, in the order of the queue. */
export function listWaitingRuns(db: Database): Promise<RunRow[]> {
  const order = [asc(runs.round), asc(runs.createdAt), asc(runs.id)];
  return db
    .select()
    .from(runs)
    .where(eq(runs.state, "queued"))
    .orderBy(...order);
}
