import { eq } from "drizzle-orm";
import type { SolutionMark } from "../../../core/lab/solution.ts";
import type { Database } from "../open-database.ts";
import { solutionViews } from "../schema.ts";

/** The solutions that a student has opened, by lab id. */
export async function readSolutions(db: Database, studentId: string): Promise<Map<string, SolutionMark>> {
  const rows = await db.select().from(solutionViews).where(eq(solutionViews.studentId, studentId));
  return new Map(rows.map(({ lab, openedAt, afterPassing }) => [lab, { openedAt, afterPassing }]));
}
