import { access, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { ContentProblem } from "../../core/course/content-problem.ts";
import { lintContent, listLessonFolders } from "../../server/tools.ts";
import { requireSlug } from "../scaffold/make-lesson.ts";
import { ScaffoldError } from "../scaffold/write-new.ts";
import { addImages } from "./add-images.ts";
import { convertKillercodaFence, convertLabspaceFence } from "./convert-fence.ts";
import { findSources, type Source } from "./find-sources.ts";
import { isImported, writeKeepingEdits } from "./keep-edits.ts";
import { readKillercoda } from "./read-killercoda.ts";
import { readLabspace } from "./read-labspace.ts";
import { writeLesson } from "./write-lesson.ts";
import { writeReport } from "./write-report.ts";

export interface ImportedLesson {
  /** Folder of the lesson. */
  readonly directory: string;
  /** "course/lesson/lab" */
  readonly labId: string;
  /** What did not carry over, as Markdown; it stands in the folder as IMPORT.md. */
  readonly report: string;
  /** What the linter has to say about it. */
  readonly problems: readonly ContentProblem[];
}

interface Target {
  readonly contentDir: string;
  readonly course: string;
}

/**
 * Makes lessons at the end of a course from a Docker Labspace, a Killercoda scenario, or a folder of several, in their
 * order. A lesson that an import made before is made again, and keeps what its author has changed since.
 * @throws ScaffoldError, ImportError or a ZodError that says what is wrong with the source or the course
 */
export async function importLessons(
  options: Target & {
    readonly source: string;
    /** Slug of the lesson, for a source of one; its folder's name when it is left out. */
    readonly name?: string;
  },
): Promise<ImportedLesson[]> {
  const source = resolve(options.source);
  const sources = await findSources(source);
  const [first] = sources;
  if (first === undefined) {
    throw new ScaffoldError(
      `${source} has neither a labspace.yaml nor an index.json, and no folders that have: is it the folder of a scenario or a course?`,
    );
  }
  if (options.name !== undefined && sources.length > 1) {
    throw new ScaffoldError(
      `${source} has ${sources.length} scenarios: each takes the name of its folder, without --name.`,
    );
  }
  await access(join(options.contentDir, options.course, "course.yaml")).catch(() => {
    throw new ScaffoldError(
      `There is no course ${options.course}. Give --new as well, and it is made, or make it by npm run course:new.`,
    );
  });
  const imported: ImportedLesson[] = [];
  for (const one of sources) {
    const name = options.name ?? slugOf(basename(one.folder));
    imported.push(await importOne(one, name, options));
  }
  return imported;
}

async function importOne(
  source: Source,
  name: string,
  { contentDir, course }: Target,
): Promise<ImportedLesson> {
  requireSlug(name);
  const lessons = (await listLessonFolders(contentDir, course)) ?? [];
  const there = lessons.find((lesson) => lesson.slug === name);
  if (there !== undefined && !(await isImported(there.directory))) {
    throw new ScaffoldError(
      `${course} has a lesson ${name} already, which no import made. Give another --name.`,
    );
  }
  const { folder, labspace } = source;
  const scenario = labspace === null ? await readKillercoda(folder) : await readLabspace(folder, labspace);
  const number = Math.max(0, ...lessons.map((lesson) => lesson.number)) + 1;
  const directory =
    there?.directory ?? join(contentDir, course, `${String(number).padStart(2, "0")}-${name}`);
  const written = await writeLesson(scenario, {
    directory,
    lab: name,
    convertFence: labspace === null ? convertKillercodaFence : convertLabspaceFence,
  });
  try {
    const kept = await writeKeepingEdits(directory, written.files);
    const added = await addImages(join(contentDir, course, "course.yaml"), written.images);
    const problems = await lintContent(contentDir, { course, lesson: name });
    const report = writeReport(scenario, written, { problems, kept, added });
    await writeFile(join(directory, "IMPORT.md"), report);
    return { directory, labId: `${course}/${name}/${name}`, report, problems };
  } catch (error) {
    if (there === undefined) await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
