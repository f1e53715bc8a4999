import type { Submission } from "../core/lab/submission.ts";
import type { Config } from "./config.ts";
import {
  type DroppedSubmission,
  listSubmissions,
  readSubmittedFiles,
  type SubmissionQuery,
} from "./db/submissions/read-submission.ts";
import { commandLine } from "./open-gradebook.ts";
import { SecurityLog } from "./security-log/security-log.ts";
import { withDatabase } from "./with-database.ts";

/** Hands out submissions one after the other, the newest first. That they were read is kept. @returns how many */
export function openSubmissions(
  config: Pick<Config, "DATA_DIR" | "DATABASE_URL">,
  query: SubmissionQuery,
  take: (submission: Submission | DroppedSubmission) => Promise<void>,
): Promise<number> {
  return withDatabase(config, async (db) => {
    await new SecurityLog(db).add({
      who: commandLine(),
      what: "submissions read",
      ...(query.studentId === undefined ? {} : { whom: query.studentId }),
    });
    const found = await listSubmissions(db, query);
    for (const one of found) await take({ ...one, files: await readSubmittedFiles(db, one.id) });
    return found.length;
  });
}
