import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Variant } from "../../../core/lab/variants.ts";
import type { Transaction } from "../ensure-student.ts";
import type { RunKey } from "../runs/event-store.ts";
import { blobs, grades, submissionFiles, submissions } from "../schema.ts";

/** What a check judges, as it was when its button was pressed. */
export interface Submitted {
  readonly labHash: string;
  readonly courseCommit: string | null;
  readonly variant: Variant;
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

/** Of all submissions of one student together. Some 10,000 of the size of a starter. */
export const MOST_BYTES = 128 * 1024 * 1024;

/**
 * Keeps a submission with its run. Beyond `mostBytes` of a student's the files of their oldest go first, never those
 * that a grade rests on; that they were submitted, and when, stays.
 */
export async function keepSubmission(
  tx: Transaction,
  run: RunKey,
  { files, ...about }: Submitted,
  submittedAt: number,
  mostBytes = MOST_BYTES,
): Promise<void> {
  const { id: runId, studentId, lab } = run;
  const rows = files.map(({ path, content }) => {
    const data = Buffer.from(content, "utf8");
    return { runId, path, hash: createHash("sha256").update(data).digest("hex"), bytes: data.length, data };
  });
  const contents = [...new Map(rows.map(({ hash, data }) => [hash, { hash, data }])).values()]
    // Two that submit the same take the rows in the same order.
    .sort((a, b) => (a.hash < b.hash ? -1 : 1));
  await tx.insert(submissions).values({ runId, studentId, lab, submittedAt, ...about });
  if (rows.length === 0) return;
  await tx
    .insert(blobs)
    .values(contents)
    // Written anew, so that nobody deletes it meanwhile as one that no submission has.
    .onConflictDoUpdate({ target: blobs.hash, set: { hash: sql`excluded.hash` } });
  await tx
    .insert(submissionFiles)
    .values(rows.map(({ path, hash, bytes }) => ({ runId, path, hash, bytes })));
  await tx.execute(sql`
    delete from ${submissionFiles} where run_id in (
      select run_id from (
        select s.run_id, sum(sum(f.bytes)) over (order by s.submitted_at desc, s.run_id) as so_far
        from ${submissions} s join ${submissionFiles} f on f.run_id = s.run_id
        where s.student_id = ${studentId} group by s.run_id, s.submitted_at
      ) as newest_first
      where so_far > ${mostBytes} and run_id <> ${runId}
        and not exists (select 1 from ${grades} where best_run_id = newest_first.run_id)
    )`);
}
