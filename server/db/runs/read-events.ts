import { sql } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { runEvents, runLogs } from "../schema.ts";
import type { StoredEvent } from "./event-store.ts";
import { unpackEvents } from "./pack-events.ts";
import { textTypes } from "./text-types.ts";

/** What one read takes of a log, whoever asks: a few events of 64 KiB, or many small ones. */
const READ_BYTES = 256 * 1024;

interface ReadOptions {
  /** Events of one read. */
  readonly limit: number;
  /** Only events that make up the log as text. */
  readonly textOnly?: boolean;
}

/** A part of a run's events. */
export interface EventPiece {
  readonly events: readonly StoredEvent[];
  /** Where the next read goes on; null when there is nothing after this. */
  readonly readTo: number | null;
}

interface Row {
  readonly seq: number;
  readonly at: number;
  readonly type: StoredEvent["type"];
  readonly body: string | null;
  readonly data: Buffer | null;
}

/**
 * Events with seq > after, oldest first: one compressed row, or plain rows of 256 KiB together (one at least). In
 * one statement, so that a log which is being compressed is read from one side or the other.
 */
export async function readEvents(
  db: Database,
  runId: string,
  after: number,
  { limit, textOnly = false }: ReadOptions,
): Promise<EventPiece> {
  const onlyText = textOnly ? sql`and type = any(${sql.param(textTypes)}::text[])` : sql``;
  const { rows } = await db.execute(sql`
    with packed as (
      select last_seq as seq, data from ${runLogs}
      where run_id = ${runId} and last_seq > ${after} ${textOnly ? sql`and has_text` : sql``}
      order by first_seq limit 1
    ), plain as (
      select *, sum(octet_length(body)) over (order by seq) - octet_length(body) as before from (
        select seq, at, type, body from ${runEvents}
        where run_id = ${runId} and seq > ${after} and not exists (select 1 from packed) ${onlyText}
        order by seq limit ${limit}
      ) as next
    )
    select seq, 0::float8 as at, '' as type, null as body, data from packed
    union all
    select seq, at::float8, type, body, null from plain where before < ${READ_BYTES}
    order by seq`);
  const found = rows as unknown as readonly Row[];
  const packed = found[0]?.data ?? null;
  if (packed !== null) {
    const wanted = (await unpackEvents(packed)).filter(
      ({ seq, type }) => seq > after && (!textOnly || textTypes.includes(type)),
    );
    const events = wanted.slice(0, limit);
    const readTo = wanted.length > limit ? events.at(-1)?.seq : found[0]?.seq;
    return { events, readTo: readTo ?? null };
  }
  const events = found.map(({ seq, at, type, body }) => ({ seq, at, type, body: body ?? "{}" }));
  return { events, readTo: events.at(-1)?.seq ?? null };
}
