import { z } from "zod";
import { healthcheckConfig, imageLayer } from "../image/report.ts";
import { healthBeat } from "../run/health-beat.ts";

/** One line of evidence: what was looked at, what was found. Plain text, never HTML. */
export const evidence = z.object({
  /** "uid of process 1 in the running container" */
  asked: z.string(),
  /** "0 (root)" */
  found: z.string(),
  ok: z.boolean(),
  line: z.number().int().positive().nullable(),
  file: z.string().nullable(),
});
export type Evidence = z.infer<typeof evidence>;

export const checkResult = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(["passed", "failed", "skipped"]),
  points: z.number().nonnegative(),
  maxPoints: z.number().nonnegative(),
  evidence: z.array(evidence),
  /** What to look at next; null when passed. */
  hint: z.string().nullable(),
  /** What the lab tells beside it after several failed attempts, the latest last. */
  furtherHints: z.array(z.string()).optional(),
  line: z.number().int().positive().nullable(),
  file: z.string().nullable(),
  /** Set when it was read from the student's own seat: then it is that seat's claim and no proof. */
  takenFrom: z.literal("student-seat").optional(),
});
export type CheckResult = z.infer<typeof checkResult>;

/** What `npm run grade -- --json` prints and what a check run ends with. */
export const gradeReport = z.object({
  lab: z.string(),
  score: z.number().nonnegative(),
  maxScore: z.number().nonnegative(),
  checks: z.array(checkResult),
  /** Set when something before the checks failed (the build, or the container does not start): one finding. */
  blocking: z
    .object({
      title: z.string(),
      explanation: z.string(),
      log: z.string(),
      line: z.number().int().positive().nullable(),
    })
    .nullable(),
  image: z
    .object({
      bytes: z.number(),
      layers: z.array(imageLayer),
      user: z.string(),
      healthcheck: healthcheckConfig.nullable(),
    })
    .nullable(),
  run: z
    .object({
      started: z.boolean(),
      exitCode: z.number().int().nullable(),
      health: z.array(healthBeat),
      log: z.string(),
    })
    .nullable(),
  durationMs: z.number().nonnegative(),
});
export type GradeReport = z.infer<typeof gradeReport>;
