import { z } from "zod";

/**
 * A submission as a file: what was judged, and what it was given. `npm run submissions -- --json` prints it, one a
 * line, and `npm run grade` reads it, on this machine or another.
 */
export const submission = z.object({
  format: z.literal(1),
  /** The run that judged it. */
  id: z.uuid(),
  student: z.string().max(200),
  /** "course/lesson/lab" */
  lab: z.string().max(300),
  /** When the button was pressed, ms since 1970. */
  submittedAt: z.number().int(),
  /** Of the lab as it was then. */
  labHash: z.string().max(64),
  courseCommit: z.string().max(64).nullable(),
  variant: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Null: it was not graded to its end. */
  graded: z
    .object({
      score: z.number(),
      maxScore: z.number(),
      checks: z.array(
        z.object({
          id: z.string(),
          status: z.enum(["passed", "failed", "skipped"]),
          points: z.number(),
        }),
      ),
    })
    .nullable(),
  files: z.array(z.object({ path: z.string().max(1000), content: z.string().max(2_000_000) })).max(2000),
});
export type Submission = z.infer<typeof submission>;
