import { and, eq } from "drizzle-orm";
import { ensureStudent } from "../ensure-student.ts";
import type { Database } from "../open-database.ts";
import { stepMarks } from "../schema.ts";

/** Keeps that a student has ticked a step off, or forgets it. Doing either twice changes nothing. */
export async function markStep(
  db: Database,
  studentId: string,
  { lab, step, done }: { readonly lab: string; readonly step: string; readonly done: boolean },
): Promise<void> {
  await ensureStudent(db, studentId);
  if (done) {
    await db.insert(stepMarks).values({ studentId, lab, step, at: Date.now() }).onConflictDoNothing();
    return;
  }
  await db
    .delete(stepMarks)
    .where(and(eq(stepMarks.studentId, studentId), eq(stepMarks.lab, lab), eq(stepMarks.step, step)));
}
