import { sql } from "drizzle-orm";
import type { Database } from "./open-database.ts";
import { students } from "./schema.ts";

/** What a transaction offers of the database. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** The student's row, made when it is their first visit. */
export async function ensureStudent(db: Database | Transaction, studentId: string): Promise<void> {
  await db.insert(students).values({ id: studentId, createdAt: Date.now() }).onConflictDoNothing();
}

/**
 * Lets one transaction at a time write a student's files: limits over all files hold whatever races. No key
 * update, so that events of their runs, which refer to the row, go on being written.
 */
export async function lockStudent(tx: Transaction, studentId: string): Promise<void> {
  await ensureStudent(tx, studentId);
  await tx.execute(sql`select 1 from ${students} where ${students.id} = ${studentId} for no key update`);
}
