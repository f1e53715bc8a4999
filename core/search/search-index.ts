import type { IndexedSection, SearchIndex } from "./build-index.ts";
import { findPassage, type Passage } from "./find-passage.ts";
import type { SearchSection } from "./section.ts";
import { splitWords } from "./split-words.ts";
import { stemWord } from "./stem-word.ts";

/** Characters of a question that are looked at; `MAX_WORDS` of the words in it. */
export const MAX_QUERY = 100;
const MAX_WORDS = 8;
/** What a word is worth that only begins with the one looked for. */
const PREFIX_SHARE = 0.6;
/** A section in which the words stand beside each other is meant more often. */
const PHRASE_BONUS = 1.6;

export interface SearchHit {
  readonly section: Pick<SearchSection, "lesson" | "anchor" | "heading" | "language">;
  readonly passage: Passage;
}

/**
 * Sections that have every word of the question (or words that begin with it), best first; when none has all of them,
 * those that have some. Words in headings and titles count more, rare ones count more than common ones.
 */
export function searchIndex(index: SearchIndex, query: string, limit: number): SearchHit[] {
  const words = [...new Set(splitWords(query.slice(0, MAX_QUERY)).map(({ word }) => word))].slice(
    0,
    MAX_WORDS,
  );
  if (words.length === 0) return [];
  const scored = words.map((word) => index.sections.map((each) => scoreWord(each, word, index.meanLength)));
  const rarity = scored.map((scores) => rarityOf(scores.filter((score) => score > 0).length, scores.length));
  const whole = rarity.reduce((sum, each) => sum + each, 0);
  const phrase = words.length > 1 ? ` ${words.join(" ")}` : null;
  const ranked = index.sections.map((each, at) => {
    const found = words.map((_, word) => scored[word]?.[at] ?? 0);
    const sum = found.reduce((total, score, word) => total + score * (rarity[word] ?? 0), 0);
    const covered = found.reduce((total, score, word) => total + (score > 0 ? (rarity[word] ?? 0) : 0), 0);
    const bonus =
      phrase !== null && each.fields.some((field) => field.line.includes(phrase)) ? PHRASE_BONUS : 1;
    return { each, all: found.every((score) => score > 0), score: sum * bonus * (covered / whole) ** 2 };
  });
  const hasAll = ranked.some(({ all }) => all);
  return ranked
    .filter(({ all, score }) => score > 0 && (all || !hasAll))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ each: { section } }) => ({
      section: {
        lesson: section.lesson,
        anchor: section.anchor,
        heading: section.heading,
        language: section.language,
      },
      passage: findPassage(section, words),
    }));
}

function scoreWord({ fields }: IndexedSection, word: string, meanLength: number): number {
  let score = 0;
  const stem = stemWord(word);
  for (const { weight, counts, length } of fields) {
    let amount = counts.get(word) ?? 0;
    // One letter begins too much.
    if (word.length > 1) {
      for (const [other, count] of counts) {
        if (other !== word && other.startsWith(stem))
          amount += count * PREFIX_SHARE * (stem.length / other.length);
      }
    }
    // The tenth time says little that the third did not, and less in a long text than in a short one.
    score += (weight * amount) / (amount + 0.5 + length / meanLength);
  }
  return score;
}

/** From 0.1 (stands everywhere) upwards. */
function rarityOf(having: number, all: number): number {
  return 0.1 + Math.log(1 + (all - having + 0.5) / (having + 0.5));
}
