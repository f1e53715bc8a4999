interface Pattern {
  readonly keep: boolean;
  readonly tokens: readonly Token[];
}

/** Longer patterns, or more of them, no honest .dockerignore has. */
const MAX_PATTERNS = 1000;
const MAX_PATTERN_LENGTH = 300;
/** Each path is held against each of them, so that this and not the file says how long one path takes. */
const MAX_CHARACTERS = 30_000;

/**
 * Which files a .dockerignore leaves out of the build context, as the docker command line judges: the last
 * pattern that fits wins, `!` lets a file in again, a pattern that fits a directory takes what is in it.
 * The engine does not do this for a context that is sent to it, so whoever sends has to.
 */
export function ignoreFiles(dockerignore: string): (path: string) => boolean {
  const patterns = dockerignore
    .replace(/^\uFEFF/, "")
    .slice(0, MAX_CHARACTERS)
    .split(/\r?\n/, MAX_PATTERNS)
    .map(readPattern)
    .filter((pattern) => pattern !== null);
  return (path) => {
    let ignored = false;
    for (const pattern of patterns) {
      if (pattern.keep === ignored && matches(pattern.tokens, path)) ignored = !pattern.keep;
    }
    return ignored;
  };
}

function readPattern(line: string): Pattern | null {
  if (line.startsWith("#")) return null;
  let text = line.trim().slice(0, MAX_PATTERN_LENGTH);
  const keep = text.startsWith("!");
  if (keep) text = text.slice(1).trim();
  const parts: string[] = [];
  for (const part of text.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== "." && !(part === "**" && parts.at(-1) === "**")) parts.push(part);
  }
  if (parts.length === 0) return null;
  return { keep, tokens: tokenize(parts.join("/")) };
}

/** Docker's globs: `*` and `?` stay within a name, `**` crosses directories. */
type Token =
  | { readonly kind: "one"; readonly fits: (character: string) => boolean }
  | { readonly kind: "name" | "all" | "directories" | "inside" };

function tokenize(glob: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob.charAt(at);
    if (glob.startsWith("**", at)) {
      while (glob.charAt(at + 1) === "*") at += 1;
      if (glob.charAt(at + 1) === "/") {
        at += 1;
        tokens.push({ kind: "directories" }, { kind: "inside" });
      } else tokens.push({ kind: "all" });
    } else if (character === "*") tokens.push({ kind: "name" });
    else if (character === "?") tokens.push({ kind: "one", fits: (other) => other !== "/" });
    else if (character === "[" && glob.includes("]", at + 1)) {
      const end = glob.indexOf("]", at + 1);
      tokens.push({ kind: "one", fits: oneOf(glob.slice(at + 1, end)) });
      at = end;
    } else {
      if (character === "\\" && at + 1 < glob.length) at += 1;
      const literal = glob.charAt(at);
      tokens.push({ kind: "one", fits: (other) => other === literal });
    }
  }
  return tokens;
}

function oneOf(inner: string): (character: string) => boolean {
  try {
    const set = new RegExp(`^[${inner.replace(/[\\[]/g, "\\$&")}]$`, "u");
    return (character) => character !== "/" && set.test(character);
  } catch {
    // A broken range: docker stops the build over it; here the pattern fits nothing.
    return () => false;
  }
}

/**
 * Follows all ways through the pattern at once, one character after the other: time grows with the product of
 * both lengths and never faster, whatever a student writes. (A regular expression took minutes for some.)
 */
function matches(tokens: readonly Token[], path: string): boolean {
  let states = new Set<number>();
  enter(tokens, states, 0);
  for (const character of path) {
    // A pattern that fits a directory takes everything in it.
    if (character === "/" && states.has(tokens.length)) return true;
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (token === undefined) continue;
      if (token.kind === "one") {
        if (token.fits(character)) enter(tokens, next, state + 1);
      } else if (token.kind === "all") enter(tokens, next, state);
      else if (token.kind === "name") {
        if (character !== "/") enter(tokens, next, state);
      } else {
        const inside = token.kind === "inside" ? state : state + 1;
        next.add(inside);
        if (character === "/") enter(tokens, next, inside + 1);
      }
    }
    states = next;
    if (states.size === 0) return false;
  }
  return states.has(tokens.length);
}

/** Adds a state and those that can be reached from it without a character. */
function enter(tokens: readonly Token[], states: Set<number>, state: number): void {
  for (let at = state; !states.has(at);) {
    states.add(at);
    const kind = tokens[at]?.kind;
    if (kind === "name" || kind === "all") at += 1;
    else if (kind === "directories") at += 2;
    else return;
  }
}
