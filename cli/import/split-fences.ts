export interface Line {
  readonly text: string;
  /** 1-based line of the source. */
  readonly at: number;
}

export type Piece =
  | { readonly kind: "text"; readonly lines: readonly Line[] }
  | {
      readonly kind: "fence";
      readonly indent: string;
      /** What stands behind the opening ticks. */
      readonly info: string;
      readonly code: readonly string[];
      /** What stands behind the closing ticks: Killercoda's {{exec}}. */
      readonly after: string;
      /** Line of the source on which it begins. */
      readonly line: number;
    };

/** Markdown as text and fenced code, in order. */
export function splitFences(lines: readonly Line[]): Piece[] {
  const pieces: Piece[] = [];
  let text: Line[] = [];
  const textAt = (index: number) => lines[index]?.text ?? "";
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? { text: "", at: 1 };
    const open = /^(\s*)(`{3,}|~{3,})([^`]*)$/.exec(line.text);
    if (open === null) {
      text.push(line);
      continue;
    }
    const [, indent = "", ticks = "", info = ""] = open;
    const isEnd = (one: string) =>
      one.trim().startsWith(ticks) && /^(`+|~+)\s*(\{\{[^}]*\}\})?\s*$/.test(one.trim());
    let end = index + 1;
    while (end < lines.length && !isEnd(textAt(end))) end += 1;
    if (text.length > 0) pieces.push({ kind: "text", lines: text });
    pieces.push({
      kind: "fence",
      indent,
      info: info.trim(),
      code: lines
        .slice(index + 1, end)
        .map((one) => (one.text.startsWith(indent) ? one.text.slice(indent.length) : one.text.trimStart())),
      after: textAt(end)
        .trim()
        .replace(/^[`~]+\s*/, ""),
      line: line.at,
    });
    text = [];
    index = end;
  }
  if (text.length > 0) pieces.push({ kind: "text", lines: text });
  return pieces;
}
