import { describe, expect, it } from "vitest";
import { offsetOfLine, positionOfOffset } from "./text-positions.ts";

describe("positions in a text", () => {
  const text = "ab\n\ncde";
  it.each([
    [0, 1, 1],
    [2, 1, 3],
    [3, 2, 1],
    [4, 3, 1],
    [7, 3, 4],
  ])("offset %d is line %d, column %d", (offset, line, column) => {
    expect(positionOfOffset(text, offset)).toEqual({ line, column });
  });
  it.each([
    [1, 0],
    [2, 3],
    [3, 4],
    [9, 7],
  ])("line %d begins at %d", (line, offset) => expect(offsetOfLine(text, line)).toBe(offset));
});
