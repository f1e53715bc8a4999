import { z } from "zod";
import type { StepProgress } from "../lab/step.ts";

/** What a student has reached in a lab. Only a check writes it. */
export const labProgress = z.object({
  lab: z.string(),
  bestScore: z.number(),
  maxScore: z.number(),
  attempts: z.number().int(),
  /** The checks of the best attempt. */
  checks: z.array(z.object({ id: z.string(), status: z.enum(["passed", "failed", "skipped"]) })),
  updatedAt: z.number(),
});
export type LabProgress = z.infer<typeof labProgress>;

/** Every point of the lab. Null is a lab that was never checked. */
export function isPassed(progress: LabProgress | null): boolean {
  return progress !== null && progress.bestScore >= progress.maxScore;
}

/** Passed, or, where nobody judges, every step ticked off. */
export function isLabDone(lab: {
  readonly progress: LabProgress | null;
  readonly steps: StepProgress | null;
}): boolean {
  return lab.steps === null ? isPassed(lab.progress) : lab.steps.done >= lab.steps.of;
}
