import { Lexer } from "yaml";

/** Time grows with the square of the number of keys: each is held against those before it. */
const MAX_LENGTH = 60_000;
/** Marks, words and blanks: some thousand lines. What reads them costs most where there is little text between. */
const MAX_TOKENS = 8000;
const MAX_ALIASES = 200;
/** Far more than any honest file has, and together far from the end of the stack. */
const MAX_BRACKETS = 50;
const MAX_INDENT = 200;
const MAX_ON_A_LINE = 50;

/** The lexer says so before the source of a text; what follows is no sign of YAML's, whatever it looks like. */
const TEXT = "\u001f";

/**
 * Whether a YAML file is longer or nested deeper than any honest one. Parsers follow each level by a call, and where
 * that comes near the end of the stack V8 may end the whole process instead of throwing. To be asked before a
 * student's file is parsed; reads it once, token by token.
 */
export function isExcessive(text: string): boolean {
  if (text.length > MAX_LENGTH) return true;
  let brackets = 0;
  let onLine = 0;
  let last = "\n";
  let tokens = 0;
  let aliases = 0;
  for (const token of new Lexer().lex(text)) {
    if (++tokens > MAX_TOKENS) return true;
    const isText = last === TEXT;
    const isIndent = last.endsWith("\n") && token.startsWith(" ");
    last = token;
    if (isText) continue;
    if (isIndent && token.length > MAX_INDENT) return true;
    if (/^[*&]/.test(token) && ++aliases > MAX_ALIASES) return true;
    if (token === "[" || token === "{") brackets += 1;
    else if (token === "]" || token === "}") brackets = Math.max(0, brackets - 1);
    // "a: a: a:" and "- - -" are a level each; within brackets the line's end does not end it.
    else if (token === "-" || token === "?" || token === ":") onLine += 1;
    else if (token === "," || (brackets === 0 && token.endsWith("\n"))) onLine = 0;
    if (brackets > MAX_BRACKETS || onLine > MAX_ON_A_LINE) return true;
  }
  return false;
}
