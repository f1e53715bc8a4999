import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { lessonFrontMatter } from "../../core/course/schema.ts";
import type { LessonFrontMatter } from "../../core/course/schema.ts";
import type { LessonFolder } from "./lesson-folders.ts";
import { contentError, parseYaml } from "./parse-yaml.ts";

export interface LessonSource {
  readonly file: string;
  /** The whole file, front matter included. */
  readonly source: string;
  readonly frontMatter: LessonFrontMatter;
}

/**
 * Reads lesson.mdx and its front matter.
 * @throws AppError INTERNAL with "file:line: field: message" for an author's mistake
 */
export async function readLesson(folder: LessonFolder): Promise<LessonSource> {
  const file = join(folder.directory, "lesson.mdx");
  const what = `The lesson ${folder.slug}`;
  const source = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw contentError(file, [{ line: 1, field: "", message: "there is no such file" }], what);
  });
  const match = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(source);
  if (match?.[1] === undefined) {
    const message = "the file must begin with front matter between two lines of ---";
    throw contentError(file, [{ line: 1, field: "", message }], what);
  }
  return { file, source, frontMatter: parseYaml(file, match[1], lessonFrontMatter, { what, firstLine: 2 }) };
}
