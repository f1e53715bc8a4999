/**
 * Puts the values of build arguments into a word, as BuildKit does for FROM: `$NAME`, `${NAME}`,
 * `${NAME:-fallback}`, `${NAME-fallback}`, `${NAME:+other}`, `${NAME+other}`. What is unknown becomes empty,
 * and what is longer than any honest value is cut.
 */
export function expandVariables(word: string, values: ReadonlyMap<string, string>, escape: string): string {
  // Braces inside a fallback are expanded once more, to a depth that no honest Dockerfile reaches.
  return expand(word, values, escape, 0);
}

const MAX_DEPTH = 8;
/** Each line may double a value with the last one's, and thirty doublings are a gigabyte. */
const MAX_LENGTH = 10_000;

function expand(word: string, values: ReadonlyMap<string, string>, escape: string, depth: number): string {
  let result = "";
  for (let at = 0; at < word.length && result.length < MAX_LENGTH; at += 1) {
    const character = word.charAt(at);
    if (character === escape && at + 1 < word.length) {
      at += 1;
      result += word.charAt(at);
    } else if (character !== "$") {
      result += character;
    } else if (word.charAt(at + 1) === "{") {
      const end = closingBrace(word, at + 2);
      if (end === -1) return result + word.slice(at);
      result += braced(word.slice(at + 2, end), values, escape, depth);
      at = end;
    } else {
      const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(word.slice(at + 1, at + 257))?.[0];
      if (name === undefined) result += "$";
      else {
        result += values.get(name) ?? "";
        at += name.length;
      }
    }
  }
  return result.slice(0, MAX_LENGTH);
}

function closingBrace(word: string, from: number): number {
  let open = 1;
  for (let at = from; at < word.length; at += 1) {
    if (word.startsWith("${", at)) open += 1;
    else if (word.charAt(at) === "}") open -= 1;
    if (open === 0) return at;
  }
  return -1;
}

function braced(inner: string, values: ReadonlyMap<string, string>, escape: string, depth: number): string {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+])(.*))?$/s.exec(inner);
  if (match === null) return "";
  const [, name = "", operator = "", rest = ""] = match;
  const value = values.get(name);
  const isSet = operator.startsWith(":") ? value !== undefined && value !== "" : value !== undefined;
  const other = () => (depth >= MAX_DEPTH ? rest : expand(rest, values, escape, depth + 1));
  if (operator.endsWith("-")) return isSet ? (value ?? "") : other();
  if (operator.endsWith("+")) return isSet ? other() : "";
  return value ?? "";
}
