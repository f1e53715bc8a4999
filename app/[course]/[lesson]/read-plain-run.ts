import type { PlainRun } from "../../../components/workspace/plain-run.tsx";
import type { LatestRuns } from "../../../core/run/latest-runs.ts";
import { readRunLog } from "../../../server/index.ts";

const logBytes = 20_000;

/** What the page without JavaScript shows of the newest run: its state and the end of its log. */
export async function readPlainRun(studentId: string, latest: LatestRuns): Promise<PlainRun> {
  const newest = latest.runs.toSorted((a, b) => b.createdAt - a.createdAt)[0];
  if (newest === undefined) return { run: null, log: "", truncated: false };
  const log = await readRunLog(studentId, newest.id, logBytes);
  return { run: log.run, log: log.text, truncated: log.truncated };
}
