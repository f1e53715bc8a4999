import { z } from "zod";
import { adviceRules } from "../advice/rules.ts";
import { slug } from "../lab/lab-id.ts";

export const courseSchema = z.strictObject({
  title: z.string().min(3).describe("Name of the course."),
  summary: z.string().min(10).describe("What a student can do afterwards, one or two sentences."),
  language: z.string().default("en").describe("BCP 47 tag of the prose."),
  images: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9][a-z0-9._/-]*:[a-zA-Z0-9._-]+$/, "a name with its tag, such as python:3.11-slim"),
    )
    .default([])
    .describe("Base images that the labs build from or run. Every seat has them from the start."),
  advice: z
    .partialRecord(
      z.enum(adviceRules),
      z
        .string()
        .regex(
          /^[a-z0-9][a-z0-9-]*#[\p{L}\p{N}-]+$/u,
          "a lesson's slug and a heading, such as small-images#begin-small",
        ),
    )
    .default({})
    .describe("For rules of the advice: the heading of the lesson that teaches it. Optional for each rule."),
});
export type Course = z.infer<typeof courseSchema>;

export const lessonFrontMatter = z
  .strictObject({
    title: z.string().min(3).describe("Title of the lesson."),
    summary: z.string().min(10).describe("What this lesson lets the student do, one sentence."),
    minutes: z.number().int().positive().describe("How long it takes a beginner, labs included."),
    objectives: z.array(z.string()).min(1).describe("What the student can do afterwards."),
    prerequisites: z
      .array(z.string())
      .default([])
      .describe("Names of the lessons that come before, without their numbers."),
    facts: z.string().describe("Date and versions that the facts were checked against."),
    lab: z.string().optional().describe("Folder name of the lab that the page shows beside the prose."),
    labs: z
      .array(slug)
      .min(1)
      .max(12)
      .optional()
      .describe(
        "Instead of lab: folder names of several labs, in the order of the page. The page shows one at a time.",
      ),
  })
  .superRefine(({ lab, labs = [] }, context) => {
    if (lab !== undefined && labs.length > 0) {
      const message = "give either lab, for a single one, or labs, for several, not both";
      context.addIssue({ code: "custom", path: ["labs"], message });
    }
    const twice = labs.findIndex((one, index) => labs.indexOf(one) < index);
    if (twice !== -1) {
      const message = `the lab ${labs[twice] ?? ""} is named twice`;
      context.addIssue({ code: "custom", path: ["labs", twice], message });
    }
  });
export type LessonFrontMatter = z.infer<typeof lessonFrontMatter>;

/** Folder names of the labs that stand beside a lesson's prose, in the order of the page. */
export function labsOf({ lab, labs }: LessonFrontMatter): readonly string[] {
  return labs ?? (lab === undefined ? [] : [lab]);
}
