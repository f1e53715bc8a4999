import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { gradeReport } from "../../../core/check/result.ts";
import { imageReport } from "../../../core/image/report.ts";
import type { LabProgress } from "../../../core/progress/lab-progress.ts";
import { runKind } from "../../../core/run/event.ts";
import type { LatestRuns } from "../../../core/run/latest-runs.ts";
import type { RunSummary } from "../../../core/run/run.ts";
import { parseJson } from "../../../core/text/parse-json.ts";
import type { Database } from "../open-database.ts";
import { attempts, grades, reports, runs } from "../schema.ts";

export type RunRow = typeof runs.$inferSelect;

/** How far an unfinished run is, as its writer knows it. */
export interface RunProgress {
  readonly state: "queued" | "running";
  readonly lastSeq: number;
}

/** A run's row as the page sees it. */
export function summarize(row: RunRow, live: RunProgress | undefined): RunSummary {
  const unfinished = row.state !== "finished" && live !== undefined;
  return {
    id: row.id,
    kind: row.kind,
    lab: row.lab,
    state: unfinished ? live.state : row.state,
    outcome: row.outcome,
    message: row.message,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
    lastSeq: unfinished ? live.lastSeq : row.lastSeq,
  };
}

/** A run of this student; null for everybody else's, and for what is no id. */
export async function findRun(db: Database, studentId: string, runId: string): Promise<RunRow | null> {
  if (!z.uuid().safeParse(runId).success) return null;
  const [row] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.id, runId), eq(runs.studentId, studentId)));
  return row ?? null;
}

/** The newest run of each kind, the reports of the last two builds, the last grade report. */
export async function readLatestRuns(
  db: Database,
  studentId: string,
  labId: string,
  getLive: (runId: string) => RunProgress | undefined,
): Promise<LatestRuns> {
  const newest = await Promise.all(
    runKind.options.map((kind) =>
      db
        .select()
        .from(runs)
        .where(and(eq(runs.studentId, studentId), eq(runs.lab, labId), eq(runs.kind, kind)))
        .orderBy(desc(runs.createdAt))
        .limit(1),
    ),
  );
  const stored = (kind: "image" | "grade", limit: number) =>
    db
      .select()
      .from(reports)
      .where(and(eq(reports.studentId, studentId), eq(reports.lab, labId), eq(reports.kind, kind)))
      .orderBy(desc(reports.createdAt))
      .limit(limit);
  const [images, checks] = await Promise.all([stored("image", 2), stored("grade", 1)]);
  // A report stored by an older version may lack what this one shows; then it is as if it were not there.
  const grade = gradeReport.safeParse(parseJson(checks[0]?.report));
  return {
    runs: newest.flat().map((row) => summarize(row, getLive(row.id))),
    reports: images.flatMap((row) => {
      const report = imageReport.safeParse(parseJson(row.report));
      return report.success ? [{ runId: row.runId, finishedAt: row.createdAt, report: report.data }] : [];
    }),
    grade: grade.success ? grade.data : null,
  };
}

/** What a student has reached, by lab id. */
export async function readProgress(db: Database, studentId: string): Promise<Map<string, LabProgress>> {
  const rows = await db
    .select({ grade: grades, checks: attempts.checks })
    .from(grades)
    .innerJoin(attempts, eq(attempts.runId, grades.bestRunId))
    .where(eq(grades.studentId, studentId));
  return new Map(
    rows.map(({ grade, checks }) => [
      grade.lab,
      {
        lab: grade.lab,
        bestScore: grade.bestScore,
        maxScore: grade.maxScore,
        attempts: grade.attempts,
        checks: checks.map(({ id, status }) => ({ id, status })),
        updatedAt: grade.updatedAt,
      },
    ]),
  );
}
