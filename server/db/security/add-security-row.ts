import type { Database } from "../open-database.ts";
import { securityLog } from "../schema.ts";

/** One row of the security log, without its number. */
export type NewSecurityRow = Required<Omit<typeof securityLog.$inferInsert, "id">>;

export async function addSecurityRow(db: Database, row: NewSecurityRow): Promise<void> {
  await db.insert(securityLog).values(row);
}
