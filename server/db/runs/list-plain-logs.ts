import { asc, sql } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { runEvents, runs } from "../schema.ts";
import type { RunKey } from "./event-store.ts";

/** Some finished runs whose log is not compressed: an older version wrote it, or the site ended too early. */
export function listPlainLogs(db: Database, limit: number): Promise<RunKey[]> {
  return db
    .select({ id: runs.id, studentId: runs.studentId, lab: runs.lab, kind: runs.kind })
    .from(runs)
    .where(
      sql`${runs.state} = 'finished' and exists (select 1 from ${runEvents} where ${runEvents.runId} = ${runs.id})`,
    )
    .orderBy(asc(runs.createdAt))
    .limit(limit);
}
