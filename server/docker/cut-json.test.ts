import { describe, expect, it } from "vitest";
import { type CutLimits, JsonCutter } from "./cut-json.ts";

const limits: CutLimits = { textBytes: 50, items: 5, keptBytes: 100_000, readBytes: 1_000_000 };

function cut(text: string, piece = text.length + 1, more: Partial<CutLimits> = {}) {
  const cutter = new JsonCutter({ ...limits, ...more });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += piece) cutter.take(bytes.subarray(at, at + piece));
  const kept = cutter.end().toString("utf8");
  return { kept, cut: cutter.cut, value: JSON.parse(kept) as unknown };
}

describe("an answer of an engine, cut while it comes", () => {
  const honest = { a: [1, 2, { b: 'c"\\\n\u00e9\u{1F600}' }], d: null, e: -1.5e3, f: [], g: {} };

  it.each([1, 2, 3, 7, 1000])("is the same where nothing is long, in pieces of %i bytes", (piece) => {
    const { value, cut: counted } = cut(JSON.stringify(honest, null, 2), piece);
    expect(value).toEqual(honest);
    expect(counted).toEqual({ texts: 0, items: 0 });
  });

  it.each([1, 3, 1000])(
    "has long texts and keys cut and marked, and the rest whole, in pieces of %i bytes",
    (piece) => {
      const long = { label: "x".repeat(1000), ["k".repeat(200)]: "\u00e9".repeat(100), after: "here" };
      const { value, cut: counted } = cut(JSON.stringify(long), piece);
      expect(value).toEqual({
        label: `${"x".repeat(50)} … (cut)`,
        [`${"k".repeat(50)} … (cut)`]: `${"\u00e9".repeat(25)} … (cut)`,
        after: "here",
      });
      expect(counted).toEqual({ texts: 3, items: 0 });
    },
  );

  it("parts no character and no escape", () => {
    for (let before = 40; before < 60; before += 1) {
      for (const piece of ["\\u00e9", "\\\\", '\\"', "\u{1F600}"]) {
        expect(() => cut(`["${"x".repeat(before)}${piece.repeat(20)}", 1]`, 1)).not.toThrow();
      }
    }
  });

  it.each([1, 1000])(
    "has lists and objects ended after so many items, nested ones too, in pieces of %i",
    (piece) => {
      const many = { list: Array.from({ length: 100 }, (_, at) => [at, [at]]), after: [1, 2, 3, 4, 5, 6, 7] };
      const { value, cut: counted } = cut(JSON.stringify(many), piece);
      expect(value).toEqual({ list: [0, 1, 2, 3, 4].map((at) => [at, [at]]), after: [1, 2, 3, 4, 5] });
      expect(counted).toEqual({ texts: 0, items: 97 });
      const map = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`k${at}`, "[,{"]));
      expect(Object.keys(cut(JSON.stringify([map, 1])).value as [object])).toHaveLength(2);
      expect(Object.keys((cut(JSON.stringify([map, 1])).value as [object])[0])).toHaveLength(5);
    },
  );

  it("keeps less of each where there is much of it, instead of calling it a lie", () => {
    const many = Array.from({ length: 50 }, () => ({ id: "f".repeat(64), label: "x".repeat(30_000) }));
    const { value } = cut(JSON.stringify(many), 65_536, {
      textBytes: 16_000,
      items: 2000,
      readBytes: 4_000_000,
    });
    expect((value as { id: string }[]).every(({ id }) => id.length === 64)).toBe(true);
  });

  it.each([
    ["nests without end", "[".repeat(1000)],
    ["is longer than is read", `["${"x".repeat(1_000_001)}"]`],
    ["has no end of blanks", " ".repeat(950_000)],
    ["has more values than any", `[${"[],".repeat(300_000)}1]`],
  ])("is a lie when it %s", (_what, text) => {
    expect(() => cut(text, 65_536, { items: 1_000_000, keptBytes: 900_000 })).toThrow(
      expect.objectContaining({ code: "SEAT_LIES" }) as Error,
    );
  });
});
