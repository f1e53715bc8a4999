import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CourseOutline, CourseSummary, LessonLab, LessonSummary } from "../../core/course/outline.ts";
import type { Course } from "../../core/course/schema.ts";
import { courseSchema, labsOf } from "../../core/course/schema.ts";
import type { SolutionMark } from "../../core/lab/solution.ts";
import type { LabProgress } from "../../core/progress/lab-progress.ts";
import type { Language } from "../../core/text/language.ts";
import { listLessonFolders } from "./lesson-folders.ts";
import { listCourseSlugs } from "./load-course-labs.ts";
import { parseOnce } from "./parse-once.ts";
import { parseYaml } from "./parse-yaml.ts";
import { readLesson } from "./read-lesson.ts";
import { readUnjudgedSteps } from "./read-unjudged-steps.ts";

/** All courses. @throws AppError INTERNAL for an author's mistake */
export async function listCourses(contentDir: string): Promise<CourseSummary[]> {
  const outlines = await Promise.all(
    (await listCourseSlugs(contentDir)).map((slug) => readCourseOutline(contentDir, slug, new Map())),
  );
  return outlines.filter((outline) => outline !== null);
}

/**
 * A course with its lessons, titles in `language` where they are translated; null when there is none. `progress`,
 * opened `solutions` and the steps that were ticked off by lab id.
 */
export async function readCourseOutline(
  contentDir: string,
  slug: string,
  progress: ReadonlyMap<string, LabProgress>,
  solutions: ReadonlyMap<string, SolutionMark> = new Map(),
  stepsDone: ReadonlyMap<string, readonly string[]> = new Map(),
  language: Language | null = null,
): Promise<CourseOutline | null> {
  const folders = await listLessonFolders(contentDir, slug);
  if (folders === null) return null;
  const course = await readCourse(contentDir, slug);
  const outline = await Promise.all(
    folders.map(async (folder): Promise<LessonSummary> => {
      const { frontMatter, translation } = await readLesson(folder, language);
      return {
        slug: folder.slug,
        number: folder.number,
        language: translation ?? course.language,
        title: frontMatter.title,
        summary: frontMatter.summary,
        minutes: frontMatter.minutes,
        labs: await Promise.all(
          labsOf(frontMatter).map(async (lab): Promise<LessonLab> => {
            const id = `${slug}/${folder.slug}/${lab}`;
            const unjudged = await readUnjudgedSteps(folder.directory, lab);
            const done = stepsDone.get(id) ?? [];
            return {
              id,
              progress: progress.get(id) ?? null,
              solution: solutions.get(id) ?? null,
              steps:
                unjudged === null
                  ? null
                  : { done: unjudged.filter((step) => done.includes(step)).length, of: unjudged.length },
            };
          }),
        ),
      };
    }),
  );
  const minutes = outline.reduce((sum, lesson) => sum + lesson.minutes, 0);
  return { slug, ...course, lessons: outline.length, minutes, outline };
}

/** course.yaml of a course that is there. */
export async function readCourse(contentDir: string, slug: string): Promise<Course> {
  const file = join(contentDir, slug, "course.yaml");
  const text = await readFile(file, "utf8");
  return parseOnce(file, text, () => parseYaml(file, text, courseSchema, { what: `The course ${slug}` }));
}
