import type { RunEventBody } from "../../core/run/event.ts";
import type { StoredEvent } from "../db/runs/event-store.ts";
import type { RunRow } from "../db/runs/read-runs.ts";

const WORDS =
  "The log of this run is no longer kept: your oldest logs are deleted first when there are too many. Start the run again to get a new one.";

/**
 * What stands for the log of a finished run that has been deleted: one notice that says so, and the run's end. A page
 * that follows the run then knows that it is over.
 */
export function tellDropped(row: RunRow): StoredEvent[] {
  const at = row.finishedAt ?? row.createdAt;
  const event = (seq: number, body: RunEventBody): StoredEvent => {
    return { seq, at, type: body.type, body: JSON.stringify(body) };
  };
  return [
    event(Math.max(1, row.lastSeq - 1), { type: "notice", level: "info", text: WORDS }),
    event(Math.max(2, row.lastSeq), {
      type: "final",
      outcome: row.outcome ?? "fault",
      message: row.message ?? "",
      durationMs: Math.max(0, at - row.createdAt),
    }),
  ];
}
