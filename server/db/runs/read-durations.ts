import { and, desc, eq, isNotNull, notInArray } from "drizzle-orm";
import type { RunKind } from "../../../core/run/event.ts";
import type { Database } from "../open-database.ts";
import { runs } from "../schema.ts";

/** A start holds its slot only until its container runs, however long that stays up. */
const START_MS = 3000;

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
  return { build: await typical("build"), start: START_MS, check: await typical("check") };
}
