import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { slug } from "../../core/lab/lab-id.ts";
import { COMMON_SEED } from "../../core/lab/variants.ts";
import { listLessonFolders } from "./lesson-folders.ts";
import type { LoadedLab } from "./load-lab.ts";
import { loadLab } from "./load-lab.ts";

/**
 * Every lab of one course, or of all courses, in the order of the lessons.
 * @throws AppError INTERNAL with "file:line: field: message" for an author's mistake
 */
export async function loadCourseLabs(
  contentDir: string,
  course?: string,
  seed: string = COMMON_SEED,
): Promise<LoadedLab[]> {
  const courses = course === undefined ? await listCourseSlugs(contentDir) : [course];
  const labs: LoadedLab[] = [];
  for (const name of courses) {
    for (const lesson of (await listLessonFolders(contentDir, name)) ?? []) {
      for (const lab of await listLabSlugs(lesson.directory)) {
        labs.push(await loadLab(contentDir, `${name}/${lesson.slug}/${lab}`, seed));
      }
    }
  }
  return labs;
}

/** Names of the folders that are courses, sorted. */
export async function listCourseSlugs(contentDir: string): Promise<string[]> {
  const entries = await readdir(contentDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory() && slug.safeParse(entry.name).success);
  return names.map((entry) => entry.name).sort();
}

async function listLabSlugs(lessonDirectory: string): Promise<string[]> {
  const entries = await readdir(join(lessonDirectory, "labs"), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && slug.safeParse(entry.name).success);
  return names.map((entry) => entry.name).sort();
}
