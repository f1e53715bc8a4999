import { and, desc, eq, sql } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { runEvents, runLogs, runs } from "../schema.ts";
import type { RunKey } from "./event-store.ts";

/** Logs of one student, lab and kind that are kept. */
const LOGS_KEPT = 10;

/**
 * Deletes logs of a student, the oldest first: beyond the last ten of this lab and kind, and until all that are left
 * take no more than `mostBytes`. Only logs: the rows of runs, reports, attempts and grades stay.
 */
export async function dropOldLogs(db: Database, run: RunKey, mostBytes: number): Promise<void> {
  const older = await db
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.studentId, run.studentId),
        eq(runs.lab, run.lab),
        eq(runs.kind, run.kind),
        eq(runs.state, "finished"),
        sql`(${runs.storedBytes} > 0 or exists (select 1 from ${runEvents} where ${runEvents.runId} = ${runs.id}))`,
      ),
    )
    .orderBy(desc(runs.createdAt))
    .offset(LOGS_KEPT)
    .limit(LOGS_KEPT);
  const { rows } = await db.execute(sql`
    select id from (
      select id, sum(stored_bytes) over (order by created_at desc, id) as upto from ${runs}
      where student_id = ${run.studentId} and stored_bytes > 0
    ) as kept where upto > ${mostBytes}`);
  const ids = [...older, ...(rows as { id: string }[])].map(({ id }) => id);
  for (const id of new Set(ids)) await dropLog(db, id);
}

/** One run at a time: a log of 200,000 events is a long statement. */
function dropLog(db: Database, runId: string): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.delete(runEvents).where(eq(runEvents.runId, runId));
    await tx.delete(runLogs).where(eq(runLogs.runId, runId));
    await tx.update(runs).set({ storedBytes: 0 }).where(eq(runs.id, runId));
  });
}
