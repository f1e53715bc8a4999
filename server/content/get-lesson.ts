import type { LessonLink } from "../../core/course/outline.ts";
import { labsOf } from "../../core/course/schema.ts";
import type { Language } from "../../core/text/language.ts";
import type { CompiledLesson } from "../site.ts";
import { checkTranslation } from "./check-translation.ts";
import { compileLesson } from "./compile-lesson.ts";
import { findRenderFault } from "./find-render-fault.ts";
import type { LessonFolder } from "./lesson-folders.ts";
import { listLessonFolders } from "./lesson-folders.ts";
import { readCourse } from "./list-courses.ts";
import { readLesson } from "./read-lesson.ts";

/**
 * A lesson, compiled, with its neighbours; null when there is none. In `language` where it is translated.
 * @throws AppError INTERNAL for an author's mistake
 */
export async function getLesson(
  contentDir: string,
  cacheDir: string,
  courseSlug: string,
  lessonSlug: string,
  language: Language | null = null,
): Promise<CompiledLesson | null> {
  const folders = await listLessonFolders(contentDir, courseSlug);
  const index = folders?.findIndex((folder) => folder.slug === lessonSlug) ?? -1;
  const folder = folders?.[index];
  if (folder === undefined) return null;
  const [course, lesson, previous, next] = await Promise.all([
    readCourse(contentDir, courseSlug),
    readLesson(folder, language),
    link(folders?.[index - 1], language),
    link(folders?.[index + 1], language),
  ]);
  const { code, headings, quizzes } = await compileLesson(lesson.file, lesson.source, cacheDir);
  if (lesson.translation !== null) await checkTranslation(folder, lesson, quizzes, cacheDir);
  const fault = await findRenderFault(code);
  if (fault !== null) console.error(`${lesson.file}: ${fault}. npm run course:lint names the line.`);
  return {
    course: { slug: courseSlug, title: course.title, language: course.language },
    slug: folder.slug,
    number: folder.number,
    language: lesson.translation ?? course.language,
    frontMatter: lesson.frontMatter,
    headings,
    quizzes,
    previous,
    next,
    labIds: labsOf(lesson.frontMatter).map((lab) => `${courseSlug}/${folder.slug}/${lab}`),
    code,
    fault,
  };
}

async function link(folder: LessonFolder | undefined, language: Language | null): Promise<LessonLink | null> {
  if (folder === undefined) return null;
  const { frontMatter } = await readLesson(folder, language);
  return { slug: folder.slug, number: folder.number, title: frontMatter.title };
}
