import type { CaretPosition } from "./mounted-editor.ts";

/** Line and column, both from 1, of an offset in a text whose lines end with a line feed. */
export function positionOfOffset(text: string, offset: number): CaretPosition {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: before.length - lineStart + 1 };
}

/** Offset of a line's first letter; the text's end when it has fewer lines. */
export function offsetOfLine(text: string, line: number): number {
  let offset = 0;
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf("\n", offset);
    if (end < 0) return text.length;
    offset = end + 1;
  }
  return offset;
}
