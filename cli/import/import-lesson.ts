import { access, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { ContentProblem } from "../../core/course/content-problem.ts";
import { listLessonFolders, lintContent } from "../../server/index.ts";
import { requireSlug } from "../scaffold/make-lesson.ts";
import { ScaffoldError, writeNew } from "../scaffold/write-new.ts";
import { convertKillercodaFence, convertLabspaceFence } from "./convert-fence.ts";
import { LABSPACE_FILES, readLabspace } from "./read-labspace.ts";
import { findPictures } from "./find-pictures.ts";
import { readKillercoda } from "./read-killercoda.ts";
import { writeLesson } from "./write-lesson.ts";
import { writeReport } from "./write-report.ts";

export interface ImportedLesson {
  /** Folder of the new lesson. */
  readonly directory: string;
  /** What did not carry over, as Markdown; it stands in the folder as IMPORT.md. */
  readonly report: string;
  /** What the linter has to say about it. */
  readonly problems: readonly ContentProblem[];
}

/** Makes a lesson at the end of a course from a Docker Labspace or a Killercoda scenario. */
export async function importLesson(options: {
  readonly source: string;
  readonly contentDir: string;
  readonly course: string;
  /** Slug of the lesson; the source's folder when it is left out. */
  readonly name?: string;
}): Promise<ImportedLesson> {
  const { contentDir, course } = options;
  const source = resolve(options.source);
  const lessons = await listLessonFolders(contentDir, course);
  if (lessons === null) {
    throw new ScaffoldError(
      `There is no course ${course}. Make it with its first lesson: npm run course:new.`,
    );
  }
  const name = options.name ?? slugOf(basename(source));
  requireSlug(name);
  if (lessons.some((lesson) => lesson.slug === name)) {
    throw new ScaffoldError(`${course} has a lesson ${name} already. Give another --name.`);
  }
  const labspace = await firstThere(source, LABSPACE_FILES);
  const isKillercoda = labspace === null && (await firstThere(source, ["index.json"])) !== null;
  if (labspace === null && !isKillercoda) {
    throw new ScaffoldError(
      `${source} has neither a labspace.yaml nor an index.json: is it the folder of one scenario?`,
    );
  }
  const scenario = labspace === null ? await readKillercoda(source) : await readLabspace(source, labspace);
  const number = Math.max(0, ...lessons.map((lesson) => lesson.number)) + 1;
  const directory = join(contentDir, course, `${String(number).padStart(2, "0")}-${name}`);
  const written = writeLesson(scenario, {
    directory,
    lab: name,
    convertFence: labspace === null ? convertKillercodaFence : convertLabspaceFence,
    pictures: await findPictures(scenario.sections),
  });
  await writeNew(directory, written.files);
  const problems = await lintContent(contentDir, { course, lesson: name });
  const report = writeReport(scenario, written, problems);
  await writeFile(join(directory, "IMPORT.md"), report).catch(async (error: unknown) => {
    await rm(directory, { recursive: true, force: true });
    throw error;
  });
  return { directory, report, problems };
}

async function firstThere(folder: string, files: readonly string[]): Promise<string | null> {
  for (const file of files) {
    const there = await access(join(folder, file)).then(
      () => true,
      () => false,
    );
    if (there) return file;
  }
  return null;
}

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
