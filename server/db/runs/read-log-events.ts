import { and, asc, desc, eq, gt, inArray } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { runEvents } from "../schema.ts";

export interface LogRow {
  readonly seq: number;
  /** JSON of the event. */
  readonly body: string;
}

/** What belongs into a text of the whole run: the log, what went with it, and how it ended. */
const types = ["log", "notice", "final"];

const columns = { seq: runEvents.seq, body: runEvents.body };

/** Events that make up the log, with seq > after, oldest first. */
export function readLogEvents(db: Database, runId: string, after: number, limit: number): Promise<LogRow[]> {
  return db
    .select(columns)
    .from(runEvents)
    .where(and(eq(runEvents.runId, runId), gt(runEvents.seq, after), inArray(runEvents.type, types)))
    .orderBy(asc(runEvents.seq))
    .limit(limit);
}

/** The last events that make up the log, newest first. */
export function readLastLogEvents(db: Database, runId: string, limit: number): Promise<LogRow[]> {
  return db
    .select(columns)
    .from(runEvents)
    .where(and(eq(runEvents.runId, runId), inArray(runEvents.type, types)))
    .orderBy(desc(runEvents.seq))
    .limit(limit);
}
