import { sql } from "drizzle-orm";
import type { QuizAnswer } from "../../../core/course/quiz.ts";
import { ensureStudent } from "../ensure-student.ts";
import type { Database } from "../open-database.ts";
import { quizAnswers } from "../schema.ts";

/** Keeps what a student chose; an answer given again replaces the one before and is counted. */
export async function saveAnswer(
  db: Database,
  studentId: string,
  question: { readonly lesson: string; readonly quiz: string },
  chosen: { readonly option: number; readonly right: boolean },
): Promise<QuizAnswer> {
  await ensureStudent(db, studentId);
  const updatedAt = Date.now();
  const [row] = await db
    .insert(quizAnswers)
    .values({ studentId, ...question, ...chosen, tries: 1, updatedAt })
    .onConflictDoUpdate({
      target: [quizAnswers.studentId, quizAnswers.lesson, quizAnswers.quiz],
      set: { ...chosen, tries: sql`least(${quizAnswers.tries} + 1, 1000)`, updatedAt },
    })
    .returning({ tries: quizAnswers.tries });
  return { ...chosen, tries: row?.tries ?? 1 };
}
