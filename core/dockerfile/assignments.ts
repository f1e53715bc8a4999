/** One `NAME=value` of ENV, ARG or LABEL, or `NAME value` as it was once written. */
export interface Assignment {
  readonly name: string;
  /** Quotes and all; null for an ARG without a default. */
  readonly written: string | null;
  /** `ENV NAME value`: one blank, no equals sign. */
  readonly isLegacy: boolean;
  /** Offset of the name in the text. */
  readonly at: number;
}

/** Splits at blanks outside quotes, as BuildKit does. */
export function splitWords(text: string, escape: string): { readonly word: string; readonly at: number }[] {
  const words: { word: string; at: number }[] = [];
  let start = -1;
  let quote = "";
  for (let at = 0; at <= text.length; at += 1) {
    const character = text.charAt(at);
    if (at === text.length || (quote === "" && /\s/.test(character))) {
      if (start >= 0) words.push({ word: text.slice(start, at), at: start });
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (character === escape && quote !== "'") at = Math.min(at + 1, text.length - 1);
    else if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  return words;
}

/** What an ENV, ARG or LABEL sets. */
export function readAssignments(keyword: string, text: string, escape: string): Assignment[] {
  const words = splitWords(text, escape);
  const [first, second] = words;
  if (first === undefined) return [];
  if (keyword !== "ARG" && !first.word.includes("=")) {
    const written = second === undefined ? null : text.slice(second.at).trimEnd();
    return [{ name: first.word, written, isLegacy: true, at: first.at }];
  }
  return words.flatMap(({ word, at }) => {
    const equals = word.indexOf("=");
    if (equals === 0 || (equals < 0 && keyword !== "ARG")) return [];
    return [
      {
        name: (equals < 0 ? word : word.slice(0, equals)).replace(/^"|"$/g, ""),
        written: equals < 0 ? null : word.slice(equals + 1),
        isLegacy: false,
        at,
      },
    ];
  });
}

/** A variable in a text. */
export interface VariableUse {
  readonly name: string;
  /** `${NAME:-other}` and the like: it may be unset. */
  readonly hasOther: boolean;
  /** Offset of the dollar sign. */
  readonly at: number;
  readonly end: number;
}

/** Variables that BuildKit puts in: not in single quotes, not behind the escape character. */
export function variablesIn(text: string, escape: string): VariableUse[] {
  const found: VariableUse[] = [];
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === escape && quote !== "'") at += 1;
    else if (character === "'" && quote !== '"') quote = quote === "'" ? "" : "'";
    else if (character === '"' && quote !== "'") quote = quote === '"' ? "" : '"';
    else if (character === "$" && quote !== "'") {
      const match =
        /^\$(?:([A-Za-z_][A-Za-z0-9_]{0,200})|\{([A-Za-z_][A-Za-z0-9_]{0,200})(:?[-+?]|[#%/]|\}))/.exec(
          text.slice(at, at + 210),
        );
      const name = match?.[1] ?? match?.[2];
      if (match === null || name === undefined) continue;
      found.push({ name, hasOther: /[-+?]$/.test(match[3] ?? ""), at, end: at + match[0].length });
      at += match[0].length - 1;
    }
  }
  return found;
}

/** Without the quotes around it, when they are all that it has. */
export const unquoteValue = (written: string): string => written.replace(/^"([^"]*)"$|^'([^']*)'$/, "$1$2");
