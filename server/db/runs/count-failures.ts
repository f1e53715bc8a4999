import { and, desc, eq } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { attempts } from "../schema.ts";

/** As many attempts as hints could ever ask for; the count need not be exact beyond. */
const LOOKED_AT = 50;

/** How often each check of a lab has failed in this student's latest attempts; one that never did is not in it. */
export async function countFailures(
  db: Database,
  studentId: string,
  labId: string,
): Promise<Map<string, number>> {
  const rows = await db
    .select({ checks: attempts.checks })
    .from(attempts)
    .where(and(eq(attempts.studentId, studentId), eq(attempts.lab, labId)))
    .orderBy(desc(attempts.createdAt))
    .limit(LOOKED_AT);
  const failures = new Map<string, number>();
  for (const { id, status } of rows.flatMap((row) => row.checks)) {
    if (status === "failed") failures.set(id, (failures.get(id) ?? 0) + 1);
  }
  return failures;
}
