import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LessonFrontMatter } from "../../core/course/schema.ts";
import { lessonFrontMatter } from "../../core/course/schema.ts";
import type { Language } from "../../core/text/language.ts";
import type { LessonFolder } from "./lesson-folders.ts";
import { parseOnce } from "./parse-once.ts";
import { contentError, parseYaml } from "./parse-yaml.ts";

export interface LessonSource {
  readonly file: string;
  /** Tag in the file's name; null for lesson.mdx, which is in the course's own language. */
  readonly translation: Language | null;
  /** The whole file, front matter included. */
  readonly source: string;
  readonly frontMatter: LessonFrontMatter;
}

/**
 * Reads a lesson and its front matter: lesson.<language>.mdx when there is one, otherwise lesson.mdx.
 * @param language null: the original
 * @throws AppError INTERNAL with "file:line: field: message" for an author's mistake
 */
export async function readLesson(
  folder: LessonFolder,
  language: Language | null = null,
): Promise<LessonSource> {
  if (language !== null) {
    const file = join(folder.directory, `lesson.${language}.mdx`);
    const there = await access(file).then(
      () => true,
      () => false,
    );
    if (there) return { ...(await readLessonFile(folder, file)), translation: language };
  }
  return { ...(await readLessonFile(folder, join(folder.directory, "lesson.mdx"))), translation: null };
}

async function readLessonFile(
  folder: LessonFolder,
  file: string,
): Promise<Omit<LessonSource, "translation">> {
  const what = `The lesson ${folder.slug}`;
  if (folder.slug === "search") {
    const message = "the folder needs another name: /<course>/search is the page of the search";
    throw contentError(file, [{ line: 1, field: "", message }], what);
  }
  const source = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw contentError(file, [{ line: 1, field: "", message: "there is no such file" }], what);
  });
  const matter = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(source)?.[1];
  if (matter === undefined) {
    const message = "the file must begin with front matter between two lines of ---";
    throw contentError(file, [{ line: 1, field: "", message }], what);
  }
  const parse = () => parseYaml(file, matter, lessonFrontMatter, { what, firstLine: 2 });
  return { file, source, frontMatter: parseOnce(file, matter, parse) };
}
