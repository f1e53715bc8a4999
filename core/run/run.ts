import { z } from "zod";
import { runKind, runOutcome } from "./event.ts";

export const runSummary = z.object({
  id: z.uuid(),
  kind: runKind,
  /** "course/lesson/lab" */
  lab: z.string(),
  state: z.enum(["queued", "running", "finished"]),
  outcome: runOutcome.nullable(),
  message: z.string().nullable(),
  createdAt: z.number(),
  finishedAt: z.number().nullable(),
  lastSeq: z.number().int().nonnegative(),
});
export type RunSummary = z.infer<typeof runSummary>;
