import { and, desc, eq, type SQL } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { securityLog } from "../schema.ts";

/** Times are ms since 1970; values are plain JSON. */
export type SecurityRow = typeof securityLog.$inferSelect;

export interface SecurityQuery {
  /** At most so many rows, the newest. */
  readonly last: number;
  readonly who?: string;
  readonly what?: string;
  readonly whom?: string;
}

/** The newest rows of the security log, oldest of them first. */
export async function readSecurityLog(db: Database, query: SecurityQuery): Promise<SecurityRow[]> {
  const wanted: SQL[] = [];
  if (query.who !== undefined) wanted.push(eq(securityLog.who, query.who));
  if (query.what !== undefined) wanted.push(eq(securityLog.what, query.what));
  if (query.whom !== undefined) wanted.push(eq(securityLog.whom, query.whom));
  const rows = await db
    .select()
    .from(securityLog)
    .where(and(...wanted))
    .orderBy(desc(securityLog.id))
    .limit(query.last);
  return rows.reverse();
}
