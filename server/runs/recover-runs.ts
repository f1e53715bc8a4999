import type { Database } from "../db/open-database.ts";
import { listBrokenRuns } from "../db/runs/change-run.ts";
import { endLeftRun } from "./end-left-run.ts";
import { endReasons } from "./end-reason.ts";

/**
 * Gives the runs that a dead process left in the middle their final event; those that waited stay in the queue
 * (`RunManager.resume`). Called once at the start, under the site's lock, before any run begins.
 * @returns how many there were
 */
export async function recoverRuns(db: Database): Promise<number> {
  const left = await listBrokenRuns(db);
  for (const run of left) await endLeftRun(db, run, endReasons.siteRestarted(run.kind));
  return left.length;
}
