/** One argument of an instruction: its value without escapes, and where it stands in the file. */
export interface Argument {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const isNewline = (character: string): boolean => character === "\n" || character === "\r";
const isBlank = (character: string): boolean => character === " " || character === "\t";

/**
 * Splits what follows a keyword, from `from` to `to`, at white space. An escape before a line's end joins two
 * lines, comments in between are left out. One pass, whatever the text.
 */
export function splitArguments(source: string, from: number, to: number, escape: string): Argument[] {
  const found: Argument[] = [];
  let [value, start, mark] = ["", -1, -1];
  let [atLineStart, comment, escaping, blankAfterEscape] = [false, false, false, false];
  const take = (end: number) => {
    found.push({ value, start, end: mark === -1 ? end : mark });
    value = "";
    start = -1;
  };
  const joinLines = (keepsMark: boolean, at: number) => {
    comment = false;
    escaping = true;
    atLineStart = true;
    if (start !== -1 && (mark === -1 || !keepsMark)) mark = at;
  };
  /** A character that belongs to an argument ends the search for the rest of an escaped line. */
  const resume = () => {
    if (blankAfterEscape && mark !== -1) take(mark);
    mark = -1;
    blankAfterEscape = false;
    escaping = false;
  };
  for (let at = from; at < to; at += 1) {
    const character = source.charAt(at);
    if (isBlank(character) || isNewline(character)) {
      if (escaping) {
        blankAfterEscape = !isNewline(character);
        if (!blankAfterEscape && comment) {
          comment = false;
          atLineStart = true;
        }
      } else if (start !== -1) {
        take(at);
        mark = -1;
      }
    } else if (character === escape) {
      const next = at + 1 < to ? source.charAt(at + 1) : "";
      if (isBlank(next)) {
        const end = skipBlanks(source, at + 2, to);
        const after = end < to ? source.charAt(end) : "";
        if (isNewline(after)) {
          joinLines(false, at);
          at = after === "\r" ? end + 1 : end;
        } else if (after !== "") {
          mark = at;
          if (start === -1) at = end - 1;
        }
      } else if (isNewline(next)) {
        joinLines(true, at);
        at += next === "\r" ? 2 : 1;
      } else {
        resume();
        if (next === "") break;
        value += next === "$" ? character + next : next;
        if (start === -1) start = at;
        at += 1;
      }
    } else if (!comment) {
      if (atLineStart && character === "#") {
        // An escape within a comment escapes nothing, at its end neither.
        comment = true;
        while (at + 1 < to && !isNewline(source.charAt(at + 1))) at += 1;
      } else {
        resume();
        value += character;
        if (start === -1) start = at;
      }
      atLineStart = false;
    }
  }
  if (start !== -1) take(to);
  return found;
}

function skipBlanks(source: string, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(source.charAt(at))) at += 1;
  return at;
}

/**
 * Text from the first to the last argument, as BuildKit joins it: of a line that goes on the escape at its end is
 * left out, and so are empty lines and comments behind it.
 */
export function joinArguments(source: string, words: readonly Argument[], escape: string): string {
  const joined: string[] = [];
  const written = source.slice(words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
  for (const [index, line] of written.split(/\r\n|\n|\r/).entries()) {
    if (index > 0 && /^[ \t]*(?:#|$)/.test(line)) continue;
    const kept = trimBlanks(line);
    joined.push(kept.endsWith(escape) ? kept.slice(0, -1) : line);
  }
  return joined.join("");
}

/** The end of a line without its blanks: `trimEnd` would take other white space as well. */
function trimBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && isBlank(line.charAt(end - 1))) end -= 1;
  return line.slice(0, end);
}
