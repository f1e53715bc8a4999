import type { TextEdit } from "./finding.ts";

/** Carries out edits that do not overlap. Lines may end with LF or CRLF. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? text.length) + column - 1;
  return [...edits]
    .sort((a, b) => b.range.startLine - a.range.startLine || b.range.startColumn - a.range.startColumn)
    .reduce(
      (result, { range, text: inserted }) =>
        result.slice(0, offset(range.startLine, range.startColumn)) +
        inserted +
        result.slice(offset(range.endLine, range.endColumn)),
      text,
    );
}
