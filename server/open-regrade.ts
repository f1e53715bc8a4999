import type { GradeReport } from "../core/check/result.ts";
import type { Submission } from "../core/lab/submission.ts";
import type { Config } from "./config.ts";
import type { Database } from "./db/open-database.ts";
import { applyRegrade, type GradeChange, listChanges } from "./db/regrades/apply-regrade.ts";
import { listRegradeable } from "./db/regrades/list-regradeable.ts";
import { findRegrade, openRegrade } from "./db/regrades/open-regrade.ts";
import { keepRegraded, readRegraded } from "./db/regrades/regraded.ts";
import { undoRegrade } from "./db/regrades/undo-regrade.ts";
import { listSubmissions, readSubmittedFiles } from "./db/submissions/read-submission.ts";
import { commandLine } from "./open-gradebook.ts";
import { SecurityLog } from "./security-log/security-log.ts";
import { withDatabase } from "./with-database.ts";

type Where = Pick<Config, "DATA_DIR" | "DATABASE_URL">;

/** The submissions of one lab on their way through a regrade. */
export interface RegradeDesk {
  /** What is to be graded again: of each student what the grade rests on, and the newest. */
  readonly submissions: readonly Submission[];
  /**
   * New grades that are there already, by the submission's number.
   * @param labHashOf of the lab as it is now, by the submission's number: what was graded by another one is not counted
   */
  readGraded(labHashOf: ReadonlyMap<string, string>): Promise<Map<string, NonNullable<Submission["graded"]>>>;
  keepGraded(runId: string, labHash: string, grade: GradeReport): Promise<void>;
  /** Whose grade would change, and how. */
  listChanges(regraded: Awaited<ReturnType<RegradeDesk["readGraded"]>>): Promise<GradeChange[]>;
  /** One batch; null when another process has applied it. */
  apply(
    regraded: Awaited<ReturnType<RegradeDesk["readGraded"]>>,
    allowsWorse: boolean,
  ): Promise<GradeChange[] | null>;
}

/** Works on the regrade of a lab: the one that was cut off, or a new one. */
export const withRegrade = <T>(
  config: Where,
  lab: string,
  work: (desk: RegradeDesk) => Promise<T>,
): Promise<T> => withDatabase(config, async (db) => work(await createRegradeDesk(db, lab)));

/** The same where the database is open. */
export async function createRegradeDesk(db: Database, lab: string): Promise<RegradeDesk> {
  const regrade = await openRegrade(db, lab);
  const wanted = new Set(await listRegradeable(db, lab));
  const submissions: Submission[] = [];
  // Oldest first.
  for (const about of (await listSubmissions(db, { lab })).toReversed()) {
    const files = wanted.has(about.id) ? await readSubmittedFiles(db, about.id) : null;
    if (files !== null) submissions.push({ ...about, files });
  }
  return {
    submissions,
    readGraded: (labHashOf) => readRegraded(db, regrade.id, labHashOf),
    keepGraded: (runId, labHash, grade) => keepRegraded(db, { regradeId: regrade.id, runId, labHash }, grade),
    listChanges: (regraded) => listChanges(db, lab, regraded),
    apply: async (regraded, allowsWorse) => {
      await new SecurityLog(db).add({
        who: commandLine(),
        what: "regrade applied",
        whom: lab,
        newValue: { regrade: regrade.id, allowsWorse },
      });
      return applyRegrade(db, regrade, regraded, allowsWorse);
    },
  };
}

/** Undoes the last regrade of a lab that was applied. Null without one. */
export const undoLastRegrade = (config: Where, lab: string): ReturnType<typeof undoRegrade> =>
  withDatabase(config, async (db) => {
    const regrade = await findRegrade(db, lab, "applied");
    if (regrade === null) return null;
    const newValue = { regrade: regrade.id };
    await new SecurityLog(db).add({ who: commandLine(), what: "regrade undone", whom: lab, newValue });
    return undoRegrade(db, regrade);
  });
