import type { SearchSection } from "./section.ts";
import { splitWords } from "./split-words.ts";

/** How much a word says about a section by where it stands. */
const weights = { heading: 6, title: 3, code: 1.2, text: 1 } as const;

interface IndexedField {
  readonly weight: number;
  /** How often each word stands in it. */
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
  /** Its words with spaces around each, to find neighbours in. */
  readonly line: string;
}

export interface IndexedSection {
  readonly section: SearchSection;
  readonly fields: readonly IndexedField[];
}

export interface SearchIndex {
  readonly sections: readonly IndexedSection[];
  /** Mean number of words in a field of text. */
  readonly meanLength: number;
}

/** Made once for each state of a course: tens of lessons, hundreds of sections, some thousand words. */
export function buildIndex(sections: readonly SearchSection[]): SearchIndex {
  const indexed = sections.map((section): IndexedSection => {
    const { heading, text, code, lesson } = section;
    return {
      section,
      fields: [
        indexField(heading ?? "", weights.heading),
        indexField(lesson.title, weights.title),
        indexField(code, weights.code),
        indexField(text, weights.text),
      ],
    };
  });
  const lengths = sections.map((section) => splitWords(section.text).length);
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return { sections: indexed, meanLength: Math.max(1, meanLength) };
}

function indexField(text: string, weight: number): IndexedField {
  const words = splitWords(text).map(({ word }) => word);
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { weight, counts, length: words.length, line: ` ${words.join(" ")} ` };
}
