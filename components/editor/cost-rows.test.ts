import { describe, expect, it } from "vitest";
import { costRows } from "./cost-rows.ts";
import { trackLines } from "./track-lines.ts";

const cost = (line: number, bytes: number | null, durationMs: number | null = null, cached = false) => ({
  line,
  bytes,
  durationMs,
  cached,
});
const say = (bytes: number | null, durationMs: number | null = null, cached = false) => {
  const [row] = costRows([cost(1, bytes, durationMs, cached)], trackLines("a", "a"));
  return row === undefined ? null : [row.bytes, row.time];
};

describe("the margin's words", () => {
  it.each([
    [0, "0 B"],
    [999, "+999 B"],
    [1000, "+1.0 kB"],
    [9949, "+9.9 kB"],
    [9951, "+10 kB"],
    [51_234, "+51 kB"],
    [999_499, "+999 kB"],
    [999_600, "+1.0 MB"],
    [182_000_000, "+182 MB"],
    [4_960_000_000, "+5.0 GB"],
  ])("%d bytes is %s", (bytes, text) => expect(say(bytes)).toEqual([text, ""]));
  it.each([
    [0, "0.0 s"],
    [120, "0.1 s"],
    [14_210, "14.2 s"],
    [59_949, "59.9 s"],
    [59_960, "60 s"],
    [75_400, "75 s"],
    [700_000, "12 min"],
  ])("%d ms is %s", (durationMs, text) => expect(say(1, durationMs)).toEqual(["+1 B", text]));
  it("says cached instead of a time", () => expect(say(5, 3, true)).toEqual(["+5 B", "cached"]));
  it("has no row for a line of which nothing is known", () => expect(say(null)).toBeNull());
  it("shows a time without bytes", () => expect(say(null, 100)).toEqual(["", "0.1 s"]));
});

describe("the margin's rows", () => {
  const costs = [cost(1, 1), cost(2, 2), cost(3, 3)];
  it("stand beside their lines after an edit, dimmed where the line is another", () => {
    const rows = costRows(costs, trackLines("a\nb\nc", "a\nB\nnew\nc"));
    expect(rows.map(({ line, builtLine, stale }) => [line, builtLine, stale])).toEqual([
      [1, 1, false],
      [2, 2, true],
      [4, 3, false],
    ]);
  });
  it("vanish with their lines", () => {
    expect(costRows(costs, trackLines("a\nb\nc", "a\nc")).map(({ builtLine }) => builtLine)).toEqual([1, 3]);
  });
  it("leave out lines that the text never had", () => {
    expect(costRows([cost(9, 1)], trackLines("a", "a"))).toEqual([]);
  });
});
