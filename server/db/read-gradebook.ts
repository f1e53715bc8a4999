import { and, asc, eq } from "drizzle-orm";
import type { Database } from "./open-database.ts";
import { grades, solutionViews } from "./schema.ts";

/** What one student has reached in one lab. */
export interface GradebookRow {
  readonly studentId: string;
  /** "course/lesson/lab" */
  readonly lab: string;
  /** Of the best attempt. */
  readonly score: number;
  readonly maxScore: number;
  readonly attempts: number;
  /** Null: not opened. Whether the lab was passed when the solution was first opened. */
  readonly solutionOpened: "before passing" | "after passing" | null;
  /** Of the best attempt, or of the opened solution where nothing was tried; ms since 1970. */
  readonly at: number;
}

/** Everything that was graded or opened, by student and lab. */
export async function readGradebook(db: Database): Promise<GradebookRow[]> {
  const rows = await db
    .select({ grade: grades, view: solutionViews })
    .from(grades)
    .fullJoin(
      solutionViews,
      and(eq(grades.studentId, solutionViews.studentId), eq(grades.lab, solutionViews.lab)),
    )
    .orderBy(asc(grades.studentId), asc(grades.lab));
  return rows
    .map(({ grade, view }): GradebookRow => ({
      studentId: grade?.studentId ?? view?.studentId ?? "",
      lab: grade?.lab ?? view?.lab ?? "",
      score: grade?.bestScore ?? 0,
      maxScore: grade?.maxScore ?? 0,
      attempts: grade?.attempts ?? 0,
      solutionOpened: view === null ? null : view.afterPassing ? "after passing" : "before passing",
      at: grade?.updatedAt ?? view?.openedAt ?? 0,
    }))
    .sort((a, b) => compare(a.studentId, b.studentId) || compare(a.lab, b.lab));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
