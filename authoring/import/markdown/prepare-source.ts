/** Something between the lines of a source that Markdown does not know: `:fileLink[…]{…}`, `::tabLink[…]{…}`. */
export interface Directive {
  readonly name: string;
  readonly words: string;
  /** By name: {path="src/app.py" line=3}. */
  readonly options: Readonly<Record<string, string>>;
  /** As it is written. */
  readonly source: string;
}

/** A source as Markdown that every parser reads in the same way; its lines know where they come from. */
export interface PreparedSource {
  readonly text: string;
  /** Line of the source for a line of `text`; both 1-based. */
  readonly lineAt: (line: number) => number;
  /** What stood behind the closing ticks of the fence that opens on a line of `text`: Killercoda's {{exec}}. */
  readonly actions: ReadonlyMap<number, string>;
  /** By the number in their token. */
  readonly directives: readonly Directive[];
}

/** They stand around the number of a directive in the text. No source has them: they are taken out before. */
const OPEN = "\uE000";
const CLOSE = "\uE001";
export const TOKEN = /\uE000(\d+)\uE001/g;

/** A lesson of this length takes hours to read; a parser's time grows faster than the text. */
export const MOST_CHARACTERS = 200_000;
/** Deeper than anybody quotes or lists; each level is one call of everything that walks the tree. */
const DEEPEST = 30;

const DIRECTIVE = /::?([a-zA-Z]{1,40})\[([^\]\n]{0,300})\](?:\{([^}\n]{0,500})\})?/g;
const FENCE = /^((?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*)(`{3,}|~{3,})([^`]*)$/;

/** Takes apart what Markdown would misread. Every loop looks at a line once. */
export function prepareSource(markdown: string): PreparedSource {
  const source = markdown
    .slice(0, MOST_CHARACTERS)
    .replace(/^\uFEFF/, "")
    .replace(/[\uE000-\uE003\u0000]/g, "")
    .split(/\r\n|\n|\r/);
  const lines: { text: string; at: number }[] = [];
  const actions = new Map<number, string>();
  const directives: Directive[] = [];
  const put = (directive: Directive): string => `${OPEN}${directives.push(directive) - 1}${CLOSE}`;
  const push = (text: string, at: number) => lines.push({ text, at });

  let at = source[0] === "---" ? source.indexOf("---", 1) + 1 : 0;
  for (; at < source.length; at += 1) {
    const line = shallow(source[at] ?? "");
    const open = FENCE.exec(line);
    if (open !== null) {
      const [, indent = "", ticks = "", info = ""] = open;
      // Behind the mark of a list item the code stands as far in as the ticks.
      const inner = indent.replace(/[-*+\d.)]/g, " ");
      push(line, at + 1);
      const opened = lines.length;
      // Meta of its own: ```sh {{exec}}
      const early = /\{\{[^}]*\}\}/.exec(info)?.[0];
      if (early !== undefined) actions.set(opened, early);
      const end = findEnd(source, at + 1, ticks);
      for (let inside = at + 1; inside < end; inside += 1) {
        const code = source[inside] ?? "";
        // A line that stands further out than its ticks would end the list item in the middle of the code.
        const isOut = !inner.includes(">") && code.trim() !== "" && !code.startsWith(inner);
        push(isOut ? `${inner}${code.trimStart()}` : code, inside + 1);
      }
      push(`${inner}${ticks}`, Math.min(end, source.length - 1) + 1);
      const after = /\{\{[^}]*\}\}/.exec(source[end] ?? "")?.[0];
      if (after !== undefined) actions.set(opened, after);
      at = end;
      continue;
    }
    const condition = /^(\s*):::\s*([a-zA-Z]{1,40})?\s*(?:\{([^}]*)\})?/.exec(line);
    if (condition !== null) {
      const [, indent = "", name, options = ""] = condition;
      const index = name === undefined ? "" : String(directives.length);
      if (name !== undefined) put({ name, words: "", options: readOptions(options), source: line.trim() });
      push("", at + 1);
      push(`${indent}${name === undefined ? "</x-block>" : `<x-block n="${index}">`}`, at + 1);
      push("", at + 1);
      continue;
    }
    push(outsideOfCode(line, replaceDirectives), at + 1);
  }
  const known = lines;
  return {
    text: known.map(({ text }) => text).join("\n"),
    lineAt: (line) => known[Math.min(Math.max(line, 1), known.length) - 1]?.at ?? 1,
    actions,
    directives,
  };

  function replaceDirectives(text: string): string {
    return text.replace(DIRECTIVE, (all: string, name: string, words: string, options = "") =>
      /^(?:fileLink|tabLink|variable[A-Z]\w*)$/.test(name)
        ? put({ name, words, options: readOptions(String(options)), source: all })
        : all,
    );
  }
}

/** Marks of quotes and lists beyond what anybody nests, as text. */
function shallow(line: string): string {
  let depth = 0;
  for (const [index, sign] of Array.from(line.slice(0, 2000)).entries()) {
    if (/[>\-*+]/.test(sign)) depth += 1;
    else if (!/[\s\d.)]/.test(sign)) return line;
    if (depth > DEEPEST)
      return line
        .slice(index)
        .replace(/[>\-*+]+/g, "")
        .trimStart();
  }
  return line;
}

/** Line of the ticks that close; the end of the text when nobody closes them. */
function findEnd(source: readonly string[], from: number, ticks: string): number {
  for (let at = from; at < source.length; at += 1) {
    const line = (source[at] ?? "").replace(/^[\s>]+/, "");
    if (line.startsWith(ticks) && /^(?:`+|~+)\s*(?:\{\{[^}]*\}\})?\s*$/.test(line)) return at;
  }
  return source.length;
}

/** What stands between `backticks` stays as it is. */
function outsideOfCode(line: string, change: (text: string) => string): string {
  return line
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : change(part)))
    .join("");
}

function readOptions(text: string): Record<string, string> {
  const options: Record<string, string> = {};
  for (const [, name = "", quoted, bare] of text.matchAll(/([a-zA-Z][\w-]*)=(?:"([^"]*)"|([^\s"}]+))/g)) {
    options[name] = quoted ?? bare ?? "";
  }
  return options;
}
