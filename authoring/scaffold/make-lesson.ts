import { access } from "node:fs/promises";
import { join } from "node:path";
import { slug } from "../../core/lab/lab-id.ts";
import { listLessonFolders } from "../../server/tools.ts";
import { courseTemplate, lessonTemplate } from "./lesson-template.ts";
import { schemaLine } from "./schema-line.ts";
import { ScaffoldError, writeNew } from "./write-new.ts";

/** Makes a lesson after the last one of its course, and the course where it is new. Answers with the files. */
export async function makeLesson(contentDir: string, course: string, name: string): Promise<string[]> {
  requireSlug(course);
  requireSlug(name);
  const directory = join(contentDir, course);
  const lessons = (await listLessonFolders(contentDir, course)) ?? [];
  if (lessons.some((lesson) => lesson.slug === name)) {
    throw new ScaffoldError(`${course} has a lesson ${name} already. Take another name.`);
  }
  const isNew = await access(join(directory, "course.yaml")).then(
    () => false,
    () => true,
  );
  const made = isNew ? await makeCourse(contentDir, course) : [];
  const number = Math.max(0, ...lessons.map((lesson) => lesson.number)) + 1;
  const folder = `${String(number).padStart(2, "0")}-${name}`;
  const line = schemaLine(join(directory, folder, "lesson.mdx"), "lesson");
  return [
    ...made,
    ...(await writeNew(join(directory, folder), { "lesson.mdx": lessonTemplate(name, line) })),
  ];
}

/** Makes a course without lessons. Answers with the files. */
export function makeCourse(contentDir: string, course: string): Promise<string[]> {
  requireSlug(course);
  const directory = join(contentDir, course);
  const line = schemaLine(join(directory, "course.yaml"), "course");
  return writeNew(directory, { "course.yaml": courseTemplate(course, line) });
}

/** @throws ScaffoldError for what cannot be part of an address */
export function requireSlug(name: string): void {
  if (slug.safeParse(name).success) return;
  throw new ScaffoldError(`"${name}" cannot be a name: use small letters, digits and single hyphens.`);
}
