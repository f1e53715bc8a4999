export type Piece =
  | { readonly kind: "text"; readonly lines: readonly string[]; readonly line: number }
  | {
      readonly kind: "fence";
      readonly indent: string;
      /** What stands behind the opening ticks. */
      readonly info: string;
      readonly code: readonly string[];
      /** What stands behind the closing ticks: Killercoda's {{exec}}. */
      readonly after: string;
      readonly line: number;
    };

/** Markdown as text and fenced code, in order. `line` is the 1-based line on which a piece begins. */
export function splitFences(markdown: string): Piece[] {
  const pieces: Piece[] = [];
  const lines = markdown.split(/\r?\n/);
  let text: string[] = [];
  let start = 1;
  for (let index = 0; index < lines.length; index += 1) {
    const open = /^(\s*)(`{3,}|~{3,})([^`]*)$/.exec(lines[index] ?? "");
    if (open === null) {
      text.push(lines[index] ?? "");
      continue;
    }
    const [, indent = "", ticks = "", info = ""] = open;
    const isEnd = (line: string) =>
      line.trim().startsWith(ticks) && /^(`+|~+)\s*(\{\{[^}]*\}\})?\s*$/.test(line.trim());
    let end = index + 1;
    while (end < lines.length && !isEnd(lines[end] ?? "")) end += 1;
    if (text.length > 0) pieces.push({ kind: "text", lines: text, line: start });
    pieces.push({
      kind: "fence",
      indent,
      info: info.trim(),
      code: lines
        .slice(index + 1, end)
        .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart())),
      after: (lines[end] ?? "").trim().replace(/^[`~]+\s*/, ""),
      line: index + 1,
    });
    text = [];
    index = end;
    start = end + 2;
  }
  if (text.length > 0) pieces.push({ kind: "text", lines: text, line: start });
  return pieces;
}
