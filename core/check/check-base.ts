import { z } from "zod";

/** What every kind of check has: spread into its schema. */
export const checkBase = {
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe("Name of the check in this lab. Folders in wrong/ begin with it."),
  title: z.string().min(3).describe("The requirement in a few words, as the student reads it."),
  points: z.number().int().positive().describe("Points that a pass is worth."),
  hints: z
    .array(z.string().min(10).max(600))
    .max(5)
    .optional()
    .describe(
      "Hints that appear beside what the check found, one more with each failed attempt from the second on. Say where to look, then how. Never give the whole answer.",
    ),
};
