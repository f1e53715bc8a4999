import type { SectionText } from "./section.ts";
import { splitWords } from "./split-words.ts";
import { stemWord } from "./stem-word.ts";

/** A piece of a section around what was found, in parts to mark. */
export interface Passage {
  readonly isCode: boolean;
  readonly parts: readonly { readonly text: string; readonly hit: boolean }[];
}

/** Words of a passage. */
const LENGTH = 26;
/** A single "word" may be a digest or a line of base64. */
const MAX_CHARACTERS = 400;

/**
 * The stretch with most of the words looked for: of the prose, of the code when the prose has fewer, or the beginning.
 * @param words as splitWords makes them; what begins with one is a hit
 */
export function findPassage(
  { text, code }: Pick<SectionText, "text" | "code">,
  words: readonly string[],
): Passage {
  const ofText = bestStretch(text, words);
  const ofCode = bestStretch(code, words);
  return ofCode.different > ofText.different
    ? { isCode: true, parts: ofCode.parts }
    : { isCode: false, parts: ofText.parts };
}

function bestStretch(
  text: string,
  words: readonly string[],
): { readonly different: number; readonly parts: Passage["parts"] } {
  const all = splitWords(text).map((each) => ({
    ...each,
    found: words.findIndex(
      (word) => each.word === word || (word.length > 1 && each.word.startsWith(stemWord(word))),
    ),
  }));
  const hits = all.flatMap((each, at) => (each.found < 0 ? [] : [at]));
  let best = { from: 0, different: 0 };
  for (const at of hits) {
    const seen = new Set(
      hits.filter((other) => other >= at && other < at + LENGTH).map((other) => all[other]?.found),
    );
    // A few words before the first hit, so that one can read into it.
    if (seen.size > best.different) best = { from: Math.max(0, at - 6), different: seen.size };
  }
  const shown = all.slice(best.from, best.from + LENGTH);
  const start = shown[0]?.start ?? 0;
  const isCutAtEnd = best.from + LENGTH < all.length;
  const end = isCutAtEnd ? (shown.at(-1)?.end ?? text.length) : text.length;
  const parts: { text: string; hit: boolean }[] = [];
  let done = best.from > 0 ? start : 0;
  const bound = Math.min(end, done + MAX_CHARACTERS);
  const add = (to: number, hit: boolean): void => {
    const piece = text.slice(done, Math.min(to, bound));
    if (piece !== "") parts.push({ text: piece, hit });
    done = Math.max(done, to);
  };
  if (best.from > 0) parts.push({ text: "… ", hit: false });
  for (const each of shown) {
    if (each.found < 0) continue;
    add(each.start, false);
    add(each.end, true);
  }
  add(bound, false);
  if (isCutAtEnd || bound < end) parts.push({ text: " …", hit: false });
  return { different: best.different, parts };
}
