import { and, asc, eq, ne } from "drizzle-orm";
import { ensureStudent } from "../ensure-student.ts";
import type { Database } from "../open-database.ts";
import { runs } from "../schema.ts";
import type { RunKey } from "./event-store.ts";
import type { RunRow } from "./read-runs.ts";

/**
 * Writes a new run. The unique index on unfinished runs decides between two that press at once.
 * @returns the new row, or the unfinished one of this kind; null when that ended in between
 */
export async function insertRun(
  db: Database,
  run: RunKey,
  createdAt: number,
): Promise<{ status: "inserted" | "busy"; row: RunRow } | null> {
  await ensureStudent(db, run.studentId);
  const [row] = await db
    .insert(runs)
    .values({ ...run, state: "queued", createdAt })
    .onConflictDoNothing()
    .returning();
  if (row !== undefined) return { status: "inserted", row };
  const [other] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.studentId, run.studentId), eq(runs.kind, run.kind), ne(runs.state, "finished")));
  return other === undefined ? null : { status: "busy", row: other };
}

/** The run has its slot. */
export async function markRunning(db: Database, runId: string): Promise<void> {
  await db
    .update(runs)
    .set({ state: "running", startedAt: Date.now() })
    .where(and(eq(runs.id, runId), eq(runs.state, "queued")));
}

/** Runs without an end, the oldest first. */
export function listUnfinishedRuns(db: Database): Promise<RunRow[]> {
  return db.select().from(runs).where(ne(runs.state, "finished")).orderBy(asc(runs.createdAt));
}
