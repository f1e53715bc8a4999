import type { Database } from "../db/open-database.ts";
import { finishRun, readLastSeq } from "../db/runs/event-store.ts";
import type { RunRow } from "../db/runs/read-runs.ts";
import type { EndReason } from "./end-reason.ts";

/** Gives a run that no process writes its final event. */
export async function endLeftRun(db: Database, run: RunRow, { outcome, message }: EndReason): Promise<void> {
  const at = Date.now();
  const seq = (await readLastSeq(db, run.id)) + 1;
  const body = { type: "final", outcome, message, durationMs: Math.max(0, at - run.createdAt) };
  const final = { outcome, message, finishedAt: at, image: null, grade: null };
  await finishRun(db, run, [{ seq, at, type: "final", body: JSON.stringify(body) }], final);
}
