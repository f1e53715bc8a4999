import type { QuizDefinition } from "../../core/course/quiz.ts";
import { labsOf } from "../../core/course/schema.ts";
import { compileLesson } from "./compile-lesson.ts";
import type { LessonFolder } from "./lesson-folders.ts";
import { contentError } from "./parse-yaml.ts";
import { type LessonSource,readLesson } from "./read-lesson.ts";

/**
 * Holds a translation against lesson.mdx: the lab has to be the same, and the questions with the places of their right
 * options, because an answer is kept by its place, whatever the language it was given in.
 * @throws AppError INTERNAL that names the file and what differs
 */
export async function checkTranslation(
  folder: LessonFolder,
  translated: LessonSource,
  quizzes: readonly QuizDefinition[],
  cacheDir: string,
): Promise<void> {
  const original = await readLesson(folder, null);
  const { quizzes: originals } = await compileLesson(original.file, original.source, cacheDir);
  const findings = [];
  if (labsOf(original.frontMatter).join() !== labsOf(translated.frontMatter).join())
    findings.push({ field: "", message: "the labs must be those of lesson.mdx, in the same order" });
  if (describe(quizzes) !== describe(originals))
    findings.push({
      field: "",
      message: `the questions must be those of lesson.mdx, with their options in the same order: ${describe(originals)}; here: ${describe(quizzes)}`,
    });
  if (findings.length === 0) return;
  throw contentError(
    translated.file,
    findings.map((finding) => ({ line: 1, ...finding })),
    `The lesson ${folder.slug}`,
  );
}

/** "run-or-cmd (1 of 3), ports (2 of 4)" */
function describe(quizzes: readonly QuizDefinition[]): string {
  if (quizzes.length === 0) return "none";
  return quizzes.map(({ id, options, right }) => `${id} (${right + 1} of ${options})`).join(", ");
}
