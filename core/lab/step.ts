import { z } from "zod";

/** A part of a lab that nobody judges: the student reads it, does it, and ticks it off. */
export const labStep = z.strictObject({
  id: z
    .string()
    .max(60)
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe("Name of the step within the lab; what a student has ticked off is kept by it."),
  title: z.string().min(3).describe("What is to be done, in a few words, as the student reads it."),
});

/** Body of POST .../steps: ticks a step off, or takes the tick back. */
export const markStepRequest = z.strictObject({ step: z.string().min(1).max(60), done: z.boolean() });
export type MarkStepRequest = z.infer<typeof markStepRequest>;

/** Answer of POST .../steps: the ids of all steps of this lab that the student has ticked off. */
export const markedSteps = z.object({ done: z.array(z.string()) });
export type MarkedSteps = z.infer<typeof markedSteps>;

/** How many of a lab's steps its student has ticked off. */
export interface StepProgress {
  readonly done: number;
  readonly of: number;
}
