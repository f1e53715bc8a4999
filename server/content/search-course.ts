import { buildIndex, type SearchIndex } from "../../core/search/build-index.ts";
import { type SearchHit,searchIndex } from "../../core/search/search-index.ts";
import type { SearchSection } from "../../core/search/section.ts";
import type { Language } from "../../core/text/language.ts";
import { type CompiledMdx,compileLesson } from "./compile-lesson.ts";
import { listLessonFolders } from "./lesson-folders.ts";
import { readCourse } from "./list-courses.ts";
import { readLesson } from "./read-lesson.ts";

interface KeptIndex {
  /** What it was made from, lesson by lesson. */
  readonly parts: readonly string[];
  readonly compiled: readonly CompiledMdx[];
  readonly index: SearchIndex;
}

/** By content folder, course and language. As many as there are courses and languages. */
const kept = new Map<string, KeptIndex>();

/**
 * Sections of a course that a question leads to, best first; null when there is no such course. The index is made
 * when it is first asked for, and anew when a lesson has changed.
 */
export async function searchCourse(
  contentDir: string,
  cacheDir: string,
  course: string,
  question: { readonly query: string; readonly language: Language | null; readonly limit: number },
): Promise<SearchHit[] | null> {
  const folders = await listLessonFolders(contentDir, course);
  if (folders === null) return null;
  const { language } = await readCourse(contentDir, course);
  const lessons = await Promise.all(
    folders.map(async (folder) => {
      // A lesson with an author's mistake cannot be read either: its own page says so, the others are found.
      const source = await readLesson(folder, question.language).catch(() => null);
      if (source === null) return [];
      const compiled = await compileLesson(source.file, source.source, cacheDir).catch(() => null);
      if (compiled === null) return [];
      const { slug, number } = folder;
      const lesson = { slug, number, title: source.frontMatter.title };
      return [{ lesson, compiled, language: source.translation ?? language }];
    }),
  );
  const found = lessons.flat();
  const parts = found.map((each) => JSON.stringify([each.lesson, each.language]));
  const key = `${contentDir}\0${course}\0${question.language ?? ""}`;
  let known = kept.get(key);
  if (
    known === undefined ||
    known.parts.join("\n") !== parts.join("\n") ||
    // Compiled lessons are kept as they are until their text changes.
    found.some(({ compiled }, at) => known?.compiled[at] !== compiled)
  ) {
    const sections = found.flatMap(({ lesson, compiled, language: tag }) =>
      compiled.sections.map((section): SearchSection => ({ ...section, lesson, language: tag })),
    );
    known = { parts, compiled: found.map(({ compiled }) => compiled), index: buildIndex(sections) };
    kept.set(key, known);
  }
  return searchIndex(known.index, question.query, question.limit);
}
