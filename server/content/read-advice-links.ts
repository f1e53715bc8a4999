import type { AdviceLinks } from "../../core/advice/advice.ts";
import type { AdviceRule } from "../../core/advice/rules.ts";
import { listLessonFolders } from "./lesson-folders.ts";
import { readCourse } from "./list-courses.ts";
import { readLesson } from "./read-lesson.ts";

/** Where a course teaches what the advice is about. A lesson that is not there (yet) makes no link. */
export async function readAdviceLinks(contentDir: string, course: string): Promise<AdviceLinks> {
  const folders = await listLessonFolders(contentDir, course);
  if (folders === null) return {};
  const { advice } = await readCourse(contentDir, course);
  const links: AdviceLinks = {};
  const titles = new Map<string, string>();
  for (const [rule, target] of Object.entries(advice) as [AdviceRule, string][]) {
    const [slug = "", anchor = ""] = target.split("#");
    const folder = folders.find((one) => one.slug === slug);
    if (folder === undefined) continue;
    const title = titles.get(slug) ?? (await readLesson(folder)).frontMatter.title;
    titles.set(slug, title);
    links[rule] = { href: `/${course}/${slug}#${anchor}`, number: folder.number, title };
  }
  return links;
}
