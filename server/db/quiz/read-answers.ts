import { and, eq } from "drizzle-orm";
import type { QuizAnswer } from "../../../core/course/quiz.ts";
import type { Database } from "../open-database.ts";
import { quizAnswers } from "../schema.ts";

/** A student's answers to the questions of one lesson ("course/lesson"), by the question's id. */
export async function readAnswers(
  db: Database,
  studentId: string,
  lesson: string,
): Promise<Record<string, QuizAnswer>> {
  const rows = await db
    .select()
    .from(quizAnswers)
    .where(and(eq(quizAnswers.studentId, studentId), eq(quizAnswers.lesson, lesson)));
  return Object.fromEntries(rows.map(({ quiz, option, right, tries }) => [quiz, { option, right, tries }]));
}
