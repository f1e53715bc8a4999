import { sql } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { runEvents, runLogs } from "../schema.ts";
import type { StoredEvent } from "./event-store.ts";
import { unpackEvents } from "./pack-events.ts";
import { textTypes } from "./text-types.ts";

/** Events that one read looks at: only their sizes, until there are enough bytes. */
const ROWS = 500;

/** A part of a log's end. */
export interface LogEnd {
  /** Events that make up the log as text, newest first. */
  readonly events: readonly Pick<StoredEvent, "seq" | "body">[];
  /** What is before this has not been looked at; null when that is nothing. */
  readonly readTo: number | null;
}

interface Row {
  readonly seq: number;
  readonly body: string | null;
  readonly data: Buffer | null;
}

/**
 * The last events with seq < before: of plain rows those whose bodies make up `bytes` together and no more, else one
 * compressed row. A long log costs no more than its end.
 */
export async function readLogEnd(
  db: Database,
  runId: string,
  before: number,
  bytes: number,
): Promise<LogEnd> {
  const isText = sql`type = any(${sql.param(textTypes)}::text[])`;
  // octet_length looks at no body that is stored out of line, and neither does `case` where it is not wanted.
  const { rows } = await db.execute(sql`
    with plain as (
      select seq, body, ${isText} as shown,
        sum(case when ${isText} then octet_length(body) else 0 end) over (order by seq desc) as upto
      from (
        select seq, type, body from ${runEvents} where run_id = ${runId} and seq < ${before}
        order by seq desc limit ${ROWS}
      ) as last
    ), packed as (
      select first_seq as seq, data from ${runLogs}
      where run_id = ${runId} and first_seq < ${before} and has_text and not exists (select 1 from plain)
      order by first_seq desc limit 1
    )
    select seq, case when shown and upto - octet_length(body) < ${bytes} then body end as body, null as data
      from plain
    union all
    select seq, null, data from packed
    order by seq desc`);
  const found = rows as unknown as readonly Row[];
  const packed = found[0]?.data ?? null;
  const readTo = found.at(-1)?.seq ?? null;
  if (packed === null) {
    return { events: found.flatMap(({ seq, body }) => (body === null ? [] : [{ seq, body }])), readTo };
  }
  const events = (await unpackEvents(packed))
    .filter(({ seq, type }) => seq < before && textTypes.includes(type))
    .reverse();
  return { events, readTo };
}
