import { describe, expect, it } from "vitest";
import { figure, median, quantile, ratioOf } from "./figure.ts";

describe("median", () => {
  it("is the one in the middle, or between the two in the middle", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 1, 3, 2])).toBe(2.5);
    expect(median([4])).toBe(4);
    expect(median([])).toBeNaN();
  });
});

describe("quantile", () => {
  it("is a sample that so many do not exceed", () => {
    const samples = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect(quantile("ms", samples, 0.95).value).toBe(19);
    expect(quantile("ms", samples, 0.5).value).toBe(10);
    expect(quantile("ms", [7], 0.95).value).toBe(7);
    expect(quantile("ms", [], 0.95).value).toBeNaN();
  });
});

describe("ratioOf", () => {
  const ours = figure("ms", [30]);
  it("divides ours by what stands beside it", () => {
    expect(ratioOf({ measure: "m", ours, beside: { what: "w", figure: figure("ms", [20]) } })).toBe(1.5);
  });
  it("says nothing where the units differ or a figure is missing", () => {
    expect(ratioOf({ measure: "m", ours, beside: { what: "w", figure: figure("bytes", [20]) } })).toBeNull();
    expect(ratioOf({ measure: "m", ours, beside: { what: "w", figure: null } })).toBeNull();
    expect(ratioOf({ measure: "m", ours, beside: null })).toBeNull();
    expect(
      ratioOf({ measure: "m", ours: null, beside: { what: "w", figure: figure("ms", [20]) } }),
    ).toBeNull();
    expect(ratioOf({ measure: "m", ours, beside: { what: "w", figure: figure("ms", []) } })).toBeNull();
  });
});
