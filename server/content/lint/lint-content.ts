import { readdir,readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ContentProblem } from "../../../core/course/content-problem.ts";
import { nearName } from "../../../core/course/near-name.ts";
import { courseSchema } from "../../../core/course/schema.ts";
import { slug } from "../../../core/lab/lab-id.ts";
import type { LessonFolder } from "../lesson-folders.ts";
import { listLessonFolders } from "../lesson-folders.ts";
import { listCourseSlugs } from "../load-course-labs.ts";
import { lintLesson } from "./lint-lesson.ts";
import type { LinkTargets } from "./lint-links.ts";
import { lintTemplate } from "./lint-template.ts";
import { lintYaml } from "./lint-yaml.ts";
import { attributeOf, isElement, readMdx, walkMdx } from "./read-mdx.ts";

export interface LintScope {
  /** Slug of the one course to look at. */
  readonly course?: string;
  /** Slug of the one lesson to look at, of that course. */
  readonly lesson?: string;
  /** Folder of the files that the site serves as they are; left out: this repository's, where it was started. */
  readonly publicDir?: string;
}

/** Every mistake in the courses, or in the part asked for, by file and line; none when it can be served and graded. */
export async function lintContent(contentDir: string, scope: LintScope): Promise<ContentProblem[]> {
  const slugs = await listCourseSlugs(contentDir);
  const folders = new Map<string, LessonFolder[]>();
  for (const one of slugs) folders.set(one, (await listLessonFolders(contentDir, one)) ?? []);
  const courses = new Map([...folders].map(([course, each]) => [course, each.map((folder) => folder.slug)]));
  const anchorsOf = async (course: string, lesson: string) => {
    const folder = folders.get(course)?.find((one) => one.slug === lesson);
    return folder === undefined ? null : await readAnchors(folder);
  };
  const problems: ContentProblem[] = [];
  for (const [course, lessons] of folders) {
    if (scope.course !== undefined && scope.course !== course) continue;
    problems.push(...(await lintCourseFile(contentDir, course, anchorsOf)));
    if (scope.lesson === undefined) problems.push(...(await lintFolderNames(contentDir, course, lessons)));
    for (const folder of lessons.filter((one) => scope.lesson === undefined || scope.lesson === one.slug)) {
      const order = lessons.map((one) => one.slug);
      const name = basename(folder.directory);
      const { publicDir = "public" } = scope;
      const place = { contentDir, course, folder, name, order, courses, anchorsOf, publicDir };
      problems.push(...(await lintLesson(place)));
    }
  }
  return problems.toSorted(
    (one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : one.line - other.line),
  );
}

async function lintCourseFile(
  contentDir: string,
  course: string,
  anchorsOf: LinkTargets["anchorsOf"],
): Promise<ContentProblem[]> {
  const file = `${course}/course.yaml`;
  const text = await readFile(join(contentDir, file), "utf8").catch(() => null);
  if (text === null) {
    const advice = "Write one with title and summary, or move the folder out of the courses.";
    return [{ file, line: 1, message: "this course has no course.yaml", advice }];
  }
  const yaml = lintYaml(text, courseSchema);
  const problems = [...yaml.problems, ...lintTemplate(text)].map((problem) => ({ file, ...problem }));
  if (yaml.data !== null && !isLanguage(yaml.data.language)) {
    const message = `${JSON.stringify(yaml.data.language)} is no language`;
    problems.push({ file, line: yaml.lineOf("language"), message, advice: "Use a tag such as en, de or pt-BR." });
  }
  for (const [rule, target] of Object.entries(yaml.data?.advice ?? {})) {
    const [lesson = "", anchor = ""] = target.split("#");
    // A lesson that is not written yet makes no link; one that is written has to have the heading.
    const anchors = await anchorsOf(course, lesson);
    if (anchors === null || anchors.includes(anchor)) continue;
    const near = nearName(anchor, anchors);
    problems.push({
      file,
      line: yaml.lineOf("advice", rule),
      message: `the lesson ${lesson} has no heading #${anchor}`,
      advice: near === null ? `Its headings: ${anchors.map((one) => `#${one}`).join(" ")}.` : `Did you mean #${near}?`,
    });
  }
  return problems;
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** Folders that look like lessons and are none, and two with the same number or address. */
async function lintFolderNames(
  contentDir: string,
  course: string,
  lessons: readonly LessonFolder[],
): Promise<ContentProblem[]> {
  const problems: ContentProblem[] = [];
  const entries = await readdir(join(contentDir, course), { withFileTypes: true });
  const known = lessons.map(({ directory }) => basename(directory));
  for (const { name } of entries.filter((entry) => entry.isDirectory()).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (known.includes(name) || name.startsWith(".")) continue;
    const rest = name.replace(/^\d+[-_ ]*/, "");
    const advice = slug.safeParse(rest).success
      ? `Call it ${String(lessons.length + 1).padStart(2, "0")}-${rest}, with the number of its place.`
      : "A lesson's folder is two digits, a hyphen, and small letters, digits or hyphens: 04-multi-stage.";
    problems.push({ file: `${course}/${name}`, line: 1, message: `${name} is no lesson`, advice });
  }
  lessons.forEach((lesson, index) => {
    const twin = lessons.findIndex((one) => one.slug === lesson.slug || one.number === lesson.number);
    const other = lessons[twin];
    if (twin === index || other === undefined) return;
    const what = other.slug === lesson.slug ? `the address ${lesson.slug}` : `the number ${lesson.number}`;
    problems.push({
      file: `${course}/${basename(lesson.directory)}`,
      line: 1,
      message: `two lessons have ${what}`,
      advice: `Rename this one or ${basename(other.directory)}.`,
    });
  });
  return problems;
}

/** What a link into a lesson can name: its headings, and what components or HTML give an id. */
async function readAnchors(folder: LessonFolder): Promise<readonly string[] | null> {
  const text = await readFile(join(folder.directory, "lesson.mdx"), "utf8").catch(() => null);
  if (text === null) return null;
  const mdx = await readMdx(text);
  if (mdx.status === "mistake") return null;
  const given = [...walkMdx(mdx.tree)].flatMap((node) => {
    if (!isElement(node) || node.name === "Quiz") return [];
    if (node.name !== "Requirement") return attributeOf(node, "id") ?? [];
    const n = node.attributes?.find(({ name }) => name === "n")?.value;
    const number = typeof n === "object" && n !== null && "value" in n ? String(n.value) : String(n);
    return [`requirement-${number}`];
  });
  return [...mdx.headings.map(({ id }) => id), ...given];
}
