import { describe, expect, it } from "vitest";
import { wrapLines } from "./wrap-lines.ts";

describe("wrapping lines", () => {
  it.each([
    ["one two three", 7, "one two\nthree"],
    ["one two\nthree four", 9, "one two\nthree\nfour"],
    ["short", 72, "short"],
    ["longerthanthat is", 5, "longerthanthat\nis"],
    ["", 5, ""],
  ])("breaks %j at %i", (text, most, wrapped) => expect(wrapLines(text, most)).toBe(wrapped));
});
