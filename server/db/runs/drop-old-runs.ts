import { sql } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { attempts, reports, runs } from "../schema.ts";
import type { RunKey } from "./event-store.ts";

/** Rows of one student, lab and kind that are kept of runs that no grade rests on. */
const RUNS_KEPT = 200;
/** Reports of one student, lab and kind; the page shows the last two. */
const REPORTS_KEPT = 50;

/**
 * Bounds what pressing a button again and again leaves behind: old runs without an attempt, with their reports, and old
 * reports. Attempts and grades stay, and with them the rows of their runs.
 */
export async function dropOldRuns(db: Database, run: RunKey): Promise<void> {
  const { studentId, lab, kind } = run;
  await db.execute(sql`
    delete from ${runs} where id in (
      select id from ${runs} as old
      where student_id = ${studentId} and lab = ${lab} and kind = ${kind} and state = 'finished'
        and not exists (select 1 from ${attempts} where run_id = old.id)
      order by created_at desc, id offset ${RUNS_KEPT} limit ${RUNS_KEPT}
    )`);
  await db.execute(sql`
    delete from ${reports} where (run_id, kind) in (
      select run_id, kind from (
        select run_id, kind, row_number() over (partition by kind order by created_at desc, run_id) as place
        from ${reports} where student_id = ${studentId} and lab = ${lab}
      ) as kept where place > ${REPORTS_KEPT}
    )`);
}
