import { and, desc, eq, inArray } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { runEvents, runs } from "../schema.ts";
import type { RunKey } from "./event-store.ts";

/** Runs of one student, lab and kind whose log is kept; a log may have tens of megabytes. */
const LOGS_KEPT = 10;

/** Deletes the events of older runs like this one. Their rows, reports and grades stay. */
export async function pruneEvents(db: Database, run: RunKey): Promise<void> {
  const old = await db
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.studentId, run.studentId),
        eq(runs.lab, run.lab),
        eq(runs.kind, run.kind),
        eq(runs.state, "finished"),
      ),
    )
    .orderBy(desc(runs.createdAt))
    .offset(LOGS_KEPT)
    .limit(LOGS_KEPT);
  const ids = old.map((row) => row.id);
  if (ids.length > 0) await db.delete(runEvents).where(inArray(runEvents.runId, ids));
}
