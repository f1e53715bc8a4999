import { z } from "zod";
import { gradeReport } from "../check/result.ts";
import { imageReport } from "../image/report.ts";
import { runKind } from "./event.ts";
import { runSummary } from "./run.ts";

/** The report of one finished build. */
export const buildReport = z.object({ runId: z.uuid(), finishedAt: z.number(), report: imageReport });
export type BuildReport = z.infer<typeof buildReport>;

/** What a page needs to show where somebody left off. */
export const latestRuns = z.object({
  /** The newest run of each kind, at most one a kind. */
  runs: z.array(runSummary),
  /** Reports of the last two builds, the newest first. */
  reports: z.array(buildReport),
  /** Report of the last check that ended; null when there is none. */
  grade: gradeReport.nullable(),
});
export type LatestRuns = z.infer<typeof latestRuns>;

export const startRunRequest = z.strictObject({ lab: z.string().max(182), kind: runKind });
