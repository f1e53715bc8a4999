import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { slug as slugSchema } from "../../core/lab/lab-id.ts";

export interface LessonFolder {
  readonly slug: string;
  readonly number: number;
  readonly directory: string;
}

/** Lesson folders ("04-multi-stage") of a course by their number; null when there is no such course. */
export async function listLessonFolders(contentDir: string, course: string): Promise<LessonFolder[] | null> {
  // The slug is checked before it becomes part of a path: no "..", no separator, no dot.
  if (!slugSchema.safeParse(course).success) return null;
  const entries = await readdir(join(contentDir, course), { withFileTypes: true }).catch(
    (error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "ENOTDIR") return null;
      throw error;
    },
  );
  if (entries === null || !entries.some((entry) => entry.name === "course.yaml")) return null;
  const folders: LessonFolder[] = [];
  for (const entry of entries) {
    const match = /^(\d{2,3})-(.+)$/.exec(entry.name);
    if (!entry.isDirectory() || match?.[1] === undefined || match[2] === undefined) continue;
    if (!slugSchema.safeParse(match[2]).success) continue;
    folders.push({
      slug: match[2],
      number: Number(match[1]),
      directory: join(contentDir, course, entry.name),
    });
  }
  return folders.sort((a, b) => a.number - b.number || (a.slug < b.slug ? -1 : 1));
}

/** The folder of one lesson; null when there is none. */
export async function findLessonFolder(
  contentDir: string,
  course: string,
  lesson: string,
): Promise<LessonFolder | null> {
  const folders = await listLessonFolders(contentDir, course);
  return folders?.find((folder) => folder.slug === lesson) ?? null;
}
