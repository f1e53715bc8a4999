import type { Database } from "../db/open-database.ts";
import { listUnfinishedRuns } from "../db/runs/change-run.ts";
import { finishRun, readLastSeq } from "../db/runs/event-store.ts";
import { endReasons } from "./end-reason.ts";

/**
 * Gives the runs that a dead process left behind their final event. Called once at the start, under the site's
 * lock, before any run begins.
 * @returns how many there were
 */
export async function recoverRuns(db: Database): Promise<number> {
  const left = await listUnfinishedRuns(db);
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
