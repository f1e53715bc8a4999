import { sql } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { grades, submissionFiles, submissions } from "../schema.ts";

/**
 * Numbers of the submissions of a lab that a regrade looks at: of each student with a grade the one that it rests on and
 * the newest, where their files are still kept. Oldest first.
 */
export async function listRegradeable(db: Database, lab: string): Promise<string[]> {
  const { rows } = await db.execute<{ run_id: string }>(sql`
    select s.run_id from ${submissions} s join ${grades} g on g.student_id = s.student_id and g.lab = s.lab
    where s.lab = ${lab}
      and exists (select 1 from ${submissionFiles} f where f.run_id = s.run_id)
      and (s.run_id = g.best_run_id or s.submitted_at = (
        select max(submitted_at) from ${submissions} n where n.student_id = s.student_id and n.lab = s.lab
          and exists (select 1 from ${submissionFiles} f where f.run_id = n.run_id)))
    order by s.submitted_at, s.run_id`);
  return rows.map(({ run_id }) => run_id);
}
