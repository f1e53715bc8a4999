import { describe, expect, it } from "vitest";
import { originOfLine, trackLines } from "./track-lines.ts";

const lines = (before: string[], after: string[]) =>
  trackLines(before.join("\n"), after.join("\n")).map(({ line, changed }) => (changed ? [line] : line));

describe("trackLines", () => {
  it("knows a text that did not change", () => {
    expect(lines(["a", "b"], ["a", "b"])).toEqual([1, 2]);
  });
  it("does not mind another kind of line end", () => {
    expect(trackLines("a\nb", "a\r\nb")).toEqual([
      { line: 1, changed: false },
      { line: 2, changed: false },
    ]);
  });
  it("moves what stands below a line that was put in", () => {
    expect(lines(["a", "b", "c"], ["a", "new", "b", "c"])).toEqual([1, 3, 4]);
  });
  it("keeps a line that was edited, and says so", () => {
    expect(lines(["a", "b", "c"], ["a", "B", "c"])).toEqual([1, [2], 3]);
  });
  it("keeps an edited line below which another was begun", () => {
    expect(lines(["a", "b", "c"], ["a", "b2", "", "c"])).toEqual([1, [2], 4]);
  });
  it("loses a line that is gone", () => {
    expect(lines(["a", "b", "c"], ["a", "c"])).toEqual([1, [null], 2]);
  });
  it("follows lines on both sides of several changes", () => {
    expect(lines(["a", "b", "c", "d", "e"], ["x", "a", "c", "c2", "d", "E"])).toEqual([2, [null], 3, 5, [6]]);
  });
  it("takes an instruction as changed when a line that it goes on over is", () => {
    expect(lines(["RUN a \\", "  && b", "c"], ["RUN a \\", "  && B", "c"])).toEqual([[1], [2], 3]);
  });
  it("also when one was put into it, or taken out", () => {
    expect(lines(["RUN a \\", "  && c"], ["RUN a \\", "  && b \\", "  && c"])).toEqual([[1], 3]);
    expect(lines(["RUN a \\", " && b \\", " && c"], ["RUN a \\", " && c"])[0]).toEqual([1]);
  });
  it("leaves the instruction below alone", () => {
    expect(lines(["RUN a \\", "  && b", "RUN c"], ["RUN a \\", "  && b", "", "RUN c"])).toEqual([1, 2, 4]);
  });
  it("stays quick when everything is another text", () => {
    const long = (mark: string) => Array.from({ length: 4000 }, (_, index) => `${mark}${index}`);
    const tracked = lines(long("a"), long("b"));
    expect(tracked).toHaveLength(4000);
    expect(tracked[3999]).toEqual([4000]);
  });
});

describe("originOfLine", () => {
  const tracked = trackLines("a\nb\nc", "new\na\nc");
  it("goes back to where the line came from", () => {
    expect([2, 3].map((line) => originOfLine(tracked, line))).toEqual([1, 3]);
  });
  it("knows a line that is new", () => expect(originOfLine(tracked, 1)).toBeNull());
});
