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
    [1000, "+1 kB"],
    [51_234, "+51.2 kB"],
    [182_000_000, "+182 MB"],
    [4_960_000_000, "+5 GB"],
  ])("%d bytes is %s", (bytes, text) => expect(say(bytes)).toEqual([text, ""]));
  it.each([
    [120, "120 ms"],
    [14_210, "14 s"],
    [75_400, "1 min 15 s"],
  ])("%d ms is %s", (durationMs, text) => expect(say(1, durationMs)).toEqual(["+1 B", text]));
  it("says cached instead of a time", () => expect(say(5, 3, true)).toEqual(["+5 B", "cached"]));
  it("has no row for a line of which nothing is known", () => expect(say(null)).toBeNull());
  it("shows a time without bytes", () => expect(say(null, 100)).toEqual(["", "100 ms"]));
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
