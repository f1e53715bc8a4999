import { z } from "zod";
import { slug } from "../lab/lab-id.ts";

/** A question of a lesson, as its text declares it. */
export const quizDefinition = z.object({
  /** Unique within the lesson. */
  id: slug,
  /** Number of options, and the one that is right, counted from 0. */
  options: z.number().int().min(2).max(8),
  right: z.number().int().nonnegative(),
});
export type QuizDefinition = z.infer<typeof quizDefinition>;

/** What a student chose last. Never graded: a question is for whoever asks it themselves. */
export const quizAnswer = z.object({
  option: z.number().int().nonnegative(),
  right: z.boolean(),
  /** How often they answered, this time included. */
  tries: z.number().int().positive(),
});
export type QuizAnswer = z.infer<typeof quizAnswer>;

/** Body of POST /api/lessons/<course>/<lesson>/quiz. */
export const quizRequest = z.strictObject({
  quiz: slug,
  option: z.coerce.number().int().min(0).max(7),
});
export type QuizRequest = z.infer<typeof quizRequest>;
