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
      if (atLineStart && character === "#") comment = true;
      else {
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

/** Text from the first to the last argument: lines joined, comments in between left out. */
export function joinArguments(
  source: string,
  words: readonly Argument[],
  escape: string,
  lineStart: (offset: number) => number,
): string {
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return "";
  const { start: from } = first;
  const { end: to } = last;
  if (lineStart(from) === lineStart(to)) return source.slice(from, to);
  const parts: string[] = [];
  let begun = from;
  let end = from - 1;
  let comment = false;
  const close = () => {
    if (begun !== -1) parts.push(source.slice(begun, end + 1));
    begun = -1;
    comment = false;
  };
  for (let at = from; at < to; at += 1) {
    const character = source.charAt(at);
    if (character === escape) {
      const next = at + 1 < to ? source.charAt(at + 1) : "";
      if (isBlank(next)) {
        const stop = skipBlanks(source, at + 2, to);
        const after = stop < to ? source.charAt(stop) : "";
        if (isNewline(after)) {
          close();
          at = after === "\r" ? stop + 1 : stop;
        }
      } else if (isNewline(next)) {
        close();
        at += next === "\r" ? 2 : 1;
      } else at += 1;
    } else if (isNewline(character)) {
      if (comment) {
        begun = -1;
        comment = false;
      }
    } else if (!comment) {
      if (begun === -1) {
        if (character === "#") {
          comment = true;
          continue;
        }
        const line = lineStart(at);
        if (line !== at) begun = line;
      }
      end = at;
    }
  }
  // The last argument is one character at the beginning of its line.
  if (begun === -1) parts.push(source.slice(end, end + 1));
  else parts.push(source.slice(begun, end + 1));
  return parts.join("");
}
