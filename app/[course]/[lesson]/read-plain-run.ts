import type { PlainRun } from "../../../components/workspace/runs/plain-run.tsx";
import { formNotice } from "../../../core/lab/form-notice.ts";
import type { LatestRuns } from "../../../core/run/latest-runs.ts";
import { site } from "../../../server/index.ts";

const logBytes = 20_000;

/** What the page without JavaScript shows of the newest run: its state and the end of its log. */
export async function readPlainRun(
  studentId: string,
  latest: LatestRuns,
  noticeCode: string | null,
): Promise<PlainRun> {
  const notice = formNotice(noticeCode);
  const newest = latest.runs.toSorted((a, b) => b.createdAt - a.createdAt)[0];
  if (newest === undefined) return { notice, run: null, log: "", truncated: false };
  const log = await site().runs.readRunLog(studentId, newest.id, logBytes);
  return { notice, run: log.run, log: log.text, truncated: log.truncated };
}
