import { and, eq, gte, lte, sql } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { runEvents, runLogs, runs } from "../schema.ts";
import type { StoredEvent } from "./event-store.ts";
import { packEvents } from "./pack-events.ts";
import { readEvents } from "./read-events.ts";
import { textTypes } from "./text-types.ts";

/** Events of one compressed row, before: what whoever reads one event of it has to unpack. */
const ROW_BYTES = 128 * 1024;
const ROW_EVENTS = 2000;
/** What a row takes besides its data. */
const ROW_COST = 64;

/**
 * Compresses the log of a finished run, from its beginning on and a piece a transaction: it can be read all the
 * time, and what a crash leaves half done is gone on with. Does nothing where there is nothing left to do.
 */
export async function compressLog(
  db: Database,
  run: { readonly id: string; readonly studentId: string },
): Promise<void> {
  const [packed] = await db
    .select({ last: sql<number>`coalesce(max(${runLogs.lastSeq}), 0)::int` })
    .from(runLogs)
    .where(eq(runLogs.runId, run.id));
  let after = packed?.last ?? 0;
  let changed = false;
  for (;;) {
    // After `after` there are only plain rows, because a log is compressed from its beginning.
    const { events, readTo } = await readEvents(db, run.id, after, { limit: ROW_EVENTS });
    if (readTo === null) break;
    after = readTo;
    for (const row of cutRows(events)) await move(db, run, row);
    changed = true;
  }
  if (!changed) return;
  await db
    .update(runs)
    .set({
      storedBytes: sql`(select coalesce(sum(octet_length(data) + ${ROW_COST}), 0) from ${runLogs}
        where run_id = ${run.id})`,
    })
    .where(eq(runs.id, run.id));
}

function cutRows(events: readonly StoredEvent[]): StoredEvent[][] {
  const cut: StoredEvent[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const event of events) {
    if (size + event.body.length > ROW_BYTES) {
      cut.push([]);
      size = 0;
    }
    cut.at(-1)?.push(event);
    size += event.body.length;
  }
  return cut;
}

async function move(
  db: Database,
  run: { readonly id: string; readonly studentId: string },
  events: readonly StoredEvent[],
): Promise<void> {
  const data = await packEvents(events);
  const firstSeq = events[0]?.seq ?? 0;
  const lastSeq = events.at(-1)?.seq ?? 0;
  const hasText = events.some(({ type }) => textTypes.includes(type));
  await db.transaction(async (tx) => {
    await tx
      .insert(runLogs)
      .values({ runId: run.id, studentId: run.studentId, firstSeq, lastSeq, hasText, data });
    await tx
      .delete(runEvents)
      .where(and(eq(runEvents.runId, run.id), gte(runEvents.seq, firstSeq), lte(runEvents.seq, lastSeq)));
  });
}
