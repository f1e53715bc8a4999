import type { ContentProblem } from "../../../core/course/content-problem.ts";
import { isAppError } from "../../../core/errors.ts";
import { type Language,languages } from "../../../core/text/language.ts";
import { getLesson } from "../get-lesson.ts";
import { findLessonFolder } from "../lesson-folders.ts";
import { lintContent } from "../lint/lint-content.ts";
import { readCourseOutline } from "../list-courses.ts";
import { loadLab } from "../load-lab.ts";

export interface LessonProblems {
  readonly problems: readonly ContentProblem[];
  /** False when the lesson cannot be shown as it is. */
  readonly shows: boolean;
}

/** What the author of a lesson has to mend, and whether there is a page in spite of it. Null: no such lesson. */
export async function getLessonProblems(
  folders: { readonly contentDir: string; readonly cacheDir: string; readonly publicDir: string },
  course: string,
  lesson: string,
): Promise<LessonProblems | null> {
  const { contentDir, cacheDir, publicDir } = folders;
  if ((await findLessonFolder(contentDir, course, lesson)) === null) return null;
  const fault = await findFault(async () => {
    const found = await getLesson(contentDir, cacheDir, course, lesson);
    for (const language of Object.keys(languages) as Language[]) {
      await getLesson(contentDir, cacheDir, course, lesson, language);
    }
    // The way along the course is on every page, so that a broken neighbour breaks this one.
    await readCourseOutline(contentDir, course, new Map());
    for (const labId of found?.labIds ?? []) await loadLab(contentDir, labId);
  });
  const problems = await lintContent(contentDir, { course, publicDir, ...(fault === null ? { lesson } : {}) });
  if (fault !== null && problems.length === 0) {
    // Something that the rules do not know: better said in the loader's words than not at all.
    problems.push({ file: course, line: 1, message: fault, advice: "The log of the site may say more." });
  }
  return { problems, shows: fault === null && !problems.some(({ hides }) => hides === true) };
}

async function findFault(look: () => Promise<void>): Promise<string | null> {
  try {
    await look();
    return null;
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
}
