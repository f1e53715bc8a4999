import { parse, type ParsedScript } from "unbash";

/** More than anybody writes into one step; time and memory grow with it. */
const MAX_LENGTH = 60_000;
/** `coproc coproc ...` is the one construct that the parser follows by a call each without a bound. */
const MAX_COPROCS = 20;
/** For each the parser goes through the rest of the text. */
const MAX_HEREDOCS = 50;
/** Its time grows with the square of one word. */
const MAX_WORD = 4000;

/**
 * The syntax tree of a shell text (Bash, of which `sh` is a part); null for a text that is too long or nested in a
 * way that nobody writes. A text with a mistake has a tree as far as it goes, and `errors`. Never throws.
 */
export function parseShell(text: string): ParsedScript | null {
  if (text.length > MAX_LENGTH) return null;
  const often = (word: string, most: number) => text.split(word, most + 1).length > most;
  if (often("coproc", MAX_COPROCS) || often("<<", MAX_HEREDOCS)) return null;
  if (text.split(/\s+/).some((word) => word.length > MAX_WORD)) return null;
  try {
    return parse(text);
  } catch {
    return null;
  }
}
