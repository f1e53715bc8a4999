import { nearName } from "../../core/course/near-name.ts";
import { listLessonFolders } from "../../server/tools.ts";
import { listCourses } from "../scaffold/list-courses.ts";

/** Why there is nothing to look at where somebody asks for one course or lesson; null when there is. */
export async function findScopeFault(
  contentDir: string,
  { course, lesson }: { readonly course?: string | undefined; readonly lesson?: string | undefined },
): Promise<string | null> {
  const courses = await listCourses(contentDir);
  if (courses.length === 0)
    return `${contentDir} has no course: a course is a folder with a course.yaml in it.`;
  if (course !== undefined && !courses.includes(course))
    return `There is no course ${course}. ${hint(course, courses)}`;
  if (lesson === undefined) return null;
  const lessons: string[] = [];
  for (const one of course === undefined ? courses : [course]) {
    lessons.push(...((await listLessonFolders(contentDir, one)) ?? []).map(({ slug }) => slug));
  }
  return lessons.includes(lesson)
    ? null
    : `There is no lesson ${lesson}. ${hint(lesson.replace(/^\d+-/, ""), lessons)}`;
}

function hint(name: string, names: readonly string[]): string {
  const near = nearName(name, names) ?? (names.includes(name) ? name : null);
  return near === null ? `There is: ${names.join(", ") || "none"}.` : `Did you mean ${near}?`;
}
