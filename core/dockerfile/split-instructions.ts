import { type Argument, splitArguments } from "./split-arguments.ts";

/** One instruction as it stands in the file; all numbers are offsets. */
export interface WrittenInstruction {
  readonly keyword: string;
  readonly start: number;
  readonly keywordEnd: number;
  /** Before the text of heredocs. */
  readonly argumentsEnd: number;
  readonly heredocs: number;
  /** Heredocs included. */
  readonly end: number;
}

export interface WrittenDirective {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  /** Behind its line. */
  readonly end: number;
}

const isBlank = (character: string): boolean => character === " " || character === "\t";
const isNewline = (character: string): boolean => character === "\n" || character === "\r";

/** `# syntax=` and `# escape=` lines: they stand before everything else. */
export function readDirectives(source: string): WrittenDirective[] {
  const found: WrittenDirective[] = [];
  let at = source.startsWith("\uFEFF") ? 1 : 0;
  while (at < source.length) {
    const start = skipBlanks(source, at);
    if (source.charAt(start) !== "#") break;
    const end = lineEnd(source, start);
    const match = /^#[ \t]*([^ \t=][^=]*)=(.*)$/s.exec(source.slice(start, end));
    if (match === null) break;
    const [, name = "", value = ""] = match;
    at = end + (source.startsWith("\r\n", end) ? 2 : 1);
    found.push({ name: name.split(/[ \t]/, 1)[0] ?? "", value: firstWord(value), start, end: at });
  }
  return found;
}

const firstWord = (text: string): string => text.trim().split(/[ \t]/, 1)[0] ?? "";

/**
 * The instructions of a Dockerfile, one pass over it: lines that an escape joins, comments in between, and
 * heredocs belong to their instruction.
 */
export function splitInstructions(source: string, from: number, escape: string): WrittenInstruction[] {
  const found: WrittenInstruction[] = [];
  for (let at = from; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (isBlank(character) || isNewline(character)) continue;
    if (character === "#") at = lineEnd(source, at);
    else {
      const instruction = readInstruction(source, at, escape);
      found.push(instruction);
      at = instruction.end;
    }
  }
  return found;
}

function readInstruction(source: string, start: number, escape: string): WrittenInstruction {
  let keyword = source.charAt(start);
  let keywordEnd = -1;
  let escaped = false;
  const done = (end: number, to = keywordEnd): WrittenInstruction => ({
    keyword,
    start,
    keywordEnd: to,
    argumentsEnd: end,
    heredocs: 0,
    end,
  });
  for (let at = start + 1; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === escape) {
      escaped = true;
      const next = source.charAt(at + 1);
      if (isNewline(next)) {
        if (keywordEnd === -1) keywordEnd = at;
        at += 1;
      } else if (isBlank(next)) {
        const stop = skipBlanks(source, at + 2);
        if (stop < source.length && isNewline(source.charAt(stop))) at = stop;
        else {
          keywordEnd = at + 1;
          keyword += escape;
          if (stop >= source.length) break;
          at = stop - 2;
        }
      } else {
        keywordEnd = at + 1;
        keyword += escape;
        escaped = false;
      }
    } else if (isBlank(character)) {
      if (escaped) {
        const stop = skipBlanks(source, at + 1);
        if (stop < source.length && isNewline(source.charAt(stop))) {
          at = stop;
          continue;
        }
        escaped = false;
      }
      if (keywordEnd === -1) keywordEnd = at;
      return withHeredocs(source, done(endOfArguments(source, at, escape)), escape);
    } else if (isNewline(character)) {
      if (!escaped) return done(at, at);
    } else if (character !== "#" || !escaped) {
      keywordEnd = at + 1;
      keyword += character;
      escaped = false;
    }
  }
  return done(source.length, keywordEnd === -1 ? source.length : keywordEnd);
}

function endOfArguments(source: string, from: number, escape: string): number {
  let escaped = false;
  for (let at = from + 1; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (isNewline(character)) {
      if (!escaped) return at;
    } else if (character === escape) {
      const next = source.charAt(at + 1);
      if (isNewline(next)) {
        escaped = true;
        at += 1;
      } else if (isBlank(next)) {
        const stop = skipBlanks(source, at + 2);
        if (stop >= source.length) return source.length;
        if (isNewline(source.charAt(stop))) escaped = true;
        at = stop;
      }
    } else if (character === "#" && escaped) at = lineEnd(source, at);
    else if (!isBlank(character)) escaped = false;
  }
  return source.length;
}

const takesHeredocs = new Set(["ADD", "COPY", "RUN"]);

function withHeredocs(source: string, instruction: WrittenInstruction, escape: string): WrittenInstruction {
  const { end } = instruction;
  // Nearly every instruction has none, and need not be split for it.
  if (!source.slice(instruction.keywordEnd, end).includes("<<")) return instruction;
  let keyword = instruction.keyword.toUpperCase();
  let words = splitArguments(source, instruction.keywordEnd, end, escape);
  if (keyword === "ONBUILD") {
    const [trigger] = words;
    if (trigger === undefined) return instruction;
    keyword = source.slice(trigger.start, trigger.end).toUpperCase();
    words = splitArguments(source, trigger.end, end, escape);
  }
  if (!takesHeredocs.has(keyword)) return instruction;
  let tabbed = false;
  let at = end;
  const names: string[] = [];
  for (const { value } of withoutFlags(words)) {
    if (!value.startsWith("<<") || value.length <= 2) continue;
    tabbed ||= value.startsWith("<<-");
    const name = heredocName(value);
    if (name !== null) names.push(name);
  }
  for (const name of names) {
    if (at >= source.length) break;
    at = endOfHeredoc(source, name, at, tabbed);
  }
  return { ...instruction, heredocs: names.length, end: at };
}

/** Flags stand first; the search for them ends at the first word that has no "--" in it. */
function withoutFlags(words: readonly Argument[]): readonly Argument[] {
  let flags = 0;
  for (const { value } of words) {
    if (!value.includes("--")) break;
    if (value.startsWith("--")) flags += 1;
  }
  return words.slice(flags);
}

function heredocName(word: string): string | null {
  let name = word.slice(word.startsWith("<<-") ? 3 : 2);
  for (const quote of ['"', "'"]) {
    if (!name.startsWith(quote)) continue;
    if (!name.endsWith(quote)) return null;
    name = name.slice(1, -1);
  }
  return name.startsWith("<") ? null : name;
}

function endOfHeredoc(source: string, name: string, from: number, tabbed: boolean): number {
  let word = -1;
  let atLineStart = true;
  for (let at = from; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (isNewline(character)) {
      if (word !== -1 && at - word === name.length && source.startsWith(name, word)) return at;
      word = -1;
      atLineStart = true;
    } else if (character === " " || (character === "\t" && !tabbed)) atLineStart = false;
    else if (character !== "\t" && atLineStart) {
      word = at;
      atLineStart = false;
    }
  }
  return source.length;
}

function skipBlanks(source: string, from: number): number {
  let at = from;
  while (at < source.length && isBlank(source.charAt(at))) at += 1;
  return at;
}

function lineEnd(source: string, from: number): number {
  let at = from;
  while (at < source.length && !isNewline(source.charAt(at))) at += 1;
  return at;
}
