export type HtmlPiece =
  | { readonly kind: "text"; readonly value: string; readonly line: number }
  | {
      readonly kind: "open";
      readonly name: string;
      readonly attributes: Readonly<Record<string, string>>;
      /** What stands between <pre> and </pre>, as it is: nothing in it is Markdown. Null for any other tag. */
      readonly raw: string | null;
      readonly line: number;
      /** As it is written. */
      readonly source: string;
    }
  | { readonly kind: "close"; readonly name: string; readonly line: number; readonly source: string };

/** Names of HTML; any other in angle brackets is text: <port>, <your-name>. */
export const HTML_NAMES: ReadonlySet<string> = new Set(
  (
    "a abbr address article aside audio b big blockquote br button caption center cite code col colgroup dd del details " +
    "dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr i iframe img input ins kbd " +
    "label li link main mark meta nav object ol p picture pre q s samp script section small source span strike strong " +
    "style sub summary sup table tbody td tfoot th thead tr tt u ul var video wbr x-block"
  ).split(" "),
);

/**
 * HTML in a text as its tags and what stands between them; comments are left out. Goes through the text once, and takes
 * a `<` that begins no tag for text. `line` counts from 0 within the text.
 */
export function htmlPieces(html: string): HtmlPiece[] {
  const pieces: HtmlPiece[] = [];
  let at = 0;
  let from = 0;
  let line = 0;
  let counted = 0;
  const lineOf = (offset: number): number => {
    for (; counted < offset; counted += 1) if (html[counted] === "\n") line += 1;
    return line;
  };
  const flush = (end: number) => {
    if (end > from) pieces.push({ kind: "text", value: html.slice(from, end), line: lineOf(from) });
  };
  while (at < html.length) {
    const next = html.indexOf("<", at);
    if (next === -1) break;
    if (html.startsWith("<!--", next)) {
      flush(next);
      const end = html.indexOf("-->", next + 4);
      at = end === -1 ? html.length : end + 3;
      from = at;
      continue;
    }
    const name = /^<(\/?)([a-zA-Z][\w-]{0,40})(?=[\s/>])/.exec(html.slice(next, next + 50));
    const end = name === null ? -1 : endOfTag(html, next);
    if (name === null || end === -1 || !HTML_NAMES.has((name[2] ?? "").toLowerCase())) {
      at = next + 1;
      continue;
    }
    flush(next);
    const tag = (name[2] ?? "").toLowerCase();
    at = end + 1;
    const source = html.slice(next, end + 1);
    if (name[1] === "/") pieces.push({ kind: "close", name: tag, line: lineOf(next), source });
    else {
      const attributes = readAttributes(html.slice(next + name[0].length, end));
      const close = tag === "pre" ? endOfPre(html, at) : -1;
      const raw = tag === "pre" ? html.slice(at, close === -1 ? html.length : close) : null;
      pieces.push({ kind: "open", name: tag, attributes, raw, line: lineOf(next), source });
      if (raw !== null) at = close === -1 ? html.length : close + "</pre>".length;
    }
    from = at;
  }
  flush(html.length);
  return pieces;
}

function endOfPre(html: string, from: number): number {
  const close = /<\/pre>/gi;
  close.lastIndex = from;
  return close.exec(html)?.index ?? -1;
}

/** Most signs of one tag; what is longer is text, so that a `<` without an end costs little. */
const LONGEST_TAG = 2000;

function endOfTag(html: string, from: number): number {
  let quote: string | null = null;
  for (let at = from; at < Math.min(html.length, from + LONGEST_TAG); at += 1) {
    const sign = html[at] ?? "";
    if (quote !== null) quote = sign === quote ? null : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === ">") return at;
  }
  return -1;
}

function readAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = "", double, single, bare] of text.matchAll(
    /([a-zA-Z][\w:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g,
  )) {
    attributes[name.toLowerCase()] = double ?? single ?? bare ?? "";
  }
  return attributes;
}

/** Signs that HTML writes as names. */
export function unescapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    lt: "<",
    gt: ">",
    amp: "&",
    quot: '"',
    apos: "'",
    nbsp: " ",
  };
  return text.replace(/&(lt|gt|amp|quot|apos|nbsp|#39);/g, (_all, name: string) => names[name] ?? "'");
}
