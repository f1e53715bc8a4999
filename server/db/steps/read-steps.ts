import { asc, eq } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { stepMarks } from "../schema.ts";

/** Ids of the steps that a student has ticked off, by lab id. Also of steps that the lab does not have any more. */
export async function readSteps(db: Database, studentId: string): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ lab: stepMarks.lab, step: stepMarks.step })
    .from(stepMarks)
    .where(eq(stepMarks.studentId, studentId))
    .orderBy(asc(stepMarks.at), asc(stepMarks.step));
  const done = new Map<string, string[]>();
  for (const { lab, step } of rows) done.set(lab, [...(done.get(lab) ?? []), step]);
  return done;
}
