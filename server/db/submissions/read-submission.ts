import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Submission } from "../../../core/lab/submission.ts";
import type { Database } from "../open-database.ts";
import { attempts, blobs, submissionFiles, submissions } from "../schema.ts";

/** Files of a submission, sorted by path; null when there is no such submission, or its files are no longer kept. */
export async function readSubmittedFiles(
  db: Database,
  runId: string,
): Promise<{ path: string; content: string }[] | null> {
  const rows = await db
    .select({ path: submissionFiles.path, data: blobs.data })
    .from(submissionFiles)
    .innerJoin(blobs, eq(blobs.hash, submissionFiles.hash))
    .where(eq(submissionFiles.runId, runId))
    .orderBy(asc(submissionFiles.path));
  return rows.length === 0 ? null : rows.map(({ path, data }) => ({ path, content: data.toString("utf8") }));
}

/** One whose files are no longer kept. */
export type DroppedSubmission = Omit<Submission, "files"> & { readonly files: null };

export interface SubmissionQuery {
  readonly id?: string | undefined;
  /** "course/lesson/lab" */
  readonly lab?: string | undefined;
  readonly studentId?: string | undefined;
}

/** Submissions with what they were graded, the newest first. Without files: `readSubmittedFiles` has them. */
export async function listSubmissions(
  db: Database,
  { id, lab, studentId }: SubmissionQuery,
): Promise<Omit<Submission, "files">[]> {
  const rows = await db
    .select()
    .from(submissions)
    .leftJoin(attempts, eq(attempts.runId, submissions.runId))
    .where(
      and(
        id === undefined ? undefined : sql`${submissions.runId}::text = ${id}`,
        lab === undefined ? undefined : eq(submissions.lab, lab),
        studentId === undefined ? undefined : eq(submissions.studentId, studentId),
      ),
    )
    .orderBy(desc(submissions.submittedAt), desc(submissions.runId));
  return rows.map(({ submissions: row, attempts: attempt }) => ({
    format: 1,
    id: row.runId,
    student: row.studentId,
    lab: row.lab,
    submittedAt: row.submittedAt,
    labHash: row.labHash,
    courseCommit: row.courseCommit,
    variant: row.variant,
    graded:
      attempt === null ? null : { score: attempt.score, maxScore: attempt.maxScore, checks: attempt.checks },
  }));
}
