import { z } from "zod";

/** What every kind of check has: spread into its schema. */
export const checkBase = {
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe("Name of the check within the lab; folders in wrong/ begin with it."),
  title: z.string().min(3).describe("What is asked, in a few words, as the student reads it."),
  points: z.number().int().positive().describe("Points that a pass is worth."),
  hints: z
    .array(z.string().min(10).max(600))
    .max(5)
    .optional()
    .describe(
      "What is told beside the finding, one more with each failed attempt from the second on: where to look, then how. Never the whole answer.",
    ),
};
