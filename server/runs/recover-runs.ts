import { asc, desc, eq, and, ne, isNotNull, notInArray } from "drizzle-orm";
import type { RunKind } from "../../core/run/event.ts";
import type { Database } from "../db/open-database.ts";
import { runs } from "../db/schema.ts";
import { endReasons } from "./end-reason.ts";
import { finishRun, readLastSeq } from "./event-store.ts";

/**
 * Gives the runs that a dead process left behind their final event. Called once at the start, under the site's
 * lock, before any run begins.
 * @returns how many there were
 */
export async function recoverRuns(db: Database): Promise<number> {
  const left = await db.select().from(runs).where(ne(runs.state, "finished")).orderBy(asc(runs.createdAt));
  for (const run of left) {
    const at = Date.now();
    const { outcome, message } = endReasons.siteRestarted(run.kind);
    const seq = (await readLastSeq(db, run.id)) + 1;
    const body = { type: "final", outcome, message, durationMs: Math.max(0, at - run.createdAt) };
    await finishRun(db, run, [{ seq, at, type: "final", body: JSON.stringify(body) }], {
      outcome,
      message,
      finishedAt: at,
      image: null,
      grade: null,
    });
  }
  return left.length;
}

/** How long runs of each kind usually held a slot, from the last that ended by themselves; null without any. */
export async function readTypicalDurations(db: Database): Promise<Record<RunKind, number | null>> {
  const typical = async (kind: RunKind) => {
    const rows = await db
      .select({ startedAt: runs.startedAt, finishedAt: runs.finishedAt })
      .from(runs)
      .where(
        and(
          eq(runs.kind, kind),
          isNotNull(runs.startedAt),
          isNotNull(runs.finishedAt),
          notInArray(runs.outcome, ["canceled", "fault"]),
        ),
      )
      .orderBy(desc(runs.finishedAt))
      .limit(20);
    if (rows.length === 0) return null;
    const sum = rows.reduce((total, row) => total + ((row.finishedAt ?? 0) - (row.startedAt ?? 0)), 0);
    return sum / rows.length;
  };
  // A start holds its slot only until its container runs, however long that stays up.
  return { build: await typical("build"), start: 3000, check: await typical("check") };
}
