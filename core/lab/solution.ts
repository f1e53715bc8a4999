import { z } from "zod";

/** That a student has opened a lab's solution: kept from the first time on, and no part of the grade. */
export const solutionMark = z.object({
  /** Ms since 1970, of the first time. */
  openedAt: z.number(),
  /** The lab was passed when they opened it for the first time. */
  afterPassing: z.boolean(),
});
export type SolutionMark = z.infer<typeof solutionMark>;

/** Answer of POST .../solution. */
export const openedSolution = z.object({
  mark: solutionMark,
  /** Of this student's variant, sorted by path. `typed`: what is typed in the terminal, as a script, and no file. */
  files: z.array(z.object({ path: z.string(), content: z.string(), typed: z.boolean() })),
});
export type OpenedSolution = z.infer<typeof openedSolution>;
