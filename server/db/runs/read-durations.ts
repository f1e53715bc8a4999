import { sql } from "drizzle-orm";
import { z } from "zod";
import type { RunKind } from "../../../core/run/event.ts";
import { runKind } from "../../../core/run/event.ts";
import type { Database } from "../open-database.ts";
import { runs } from "../schema.ts";

/** Runs of one lab and kind that are looked at. */
const NEWEST = 20;

const shape = z.array(z.object({ lab: z.string(), kind: runKind, duration: z.coerce.number() }));

/**
 * How long runs held a slot, of each lab and kind the last that ended by themselves, the oldest first. Not of
 * starts: a container stays up as long as somebody looks at it, and holds its slot only until it runs.
 */
export async function readDurations(
  db: Database,
): Promise<{ readonly lab: string; readonly kind: RunKind; readonly durationMs: number }[]> {
  const { rows } = await db.execute(sql`
    select lab, kind, finished_at - started_at as duration from (
      select lab, kind, started_at, finished_at,
        row_number() over (partition by lab, kind order by finished_at desc) as place
      from ${runs}
      where kind <> 'start' and started_at is not null and finished_at is not null
        and outcome not in ('canceled', 'fault')
    ) as ended where place <= ${NEWEST} order by finished_at`);
  return shape.parse(rows).map(({ duration, ...run }) => ({ ...run, durationMs: duration }));
}
