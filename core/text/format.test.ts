import { describe, expect, it } from "vitest";
import { formatByteChange, formatBytes, formatDuration, formatEstimate, formatMinutes } from "./format.ts";

describe("formatting", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [4100, "4.1 kB"],
    [12_000_000, "12 MB"],
    [12_345_678, "12.3 MB"],
    [135_400_000, "135 MB"],
    [999_499, "999 kB"],
    // Never 1000 of a unit.
    [999_600, "1 MB"],
    [999_960_000, "1 GB"],
    [1_240_000_000, "1.2 GB"],
    [-5, "0 B"],
    [Number.NaN, "0 B"],
  ])("writes %d bytes as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it("shows the direction of a change", () => {
    expect(formatByteChange(182_000_000)).toBe("+182 MB");
    expect(formatByteChange(-12_400_000)).toBe("−12.4 MB");
    expect(formatByteChange(0)).toBe("±0 B");
  });

  it.each([
    [40, "40 ms"],
    [640, "640 ms"],
    [1400, "1.4 s"],
    [9990, "10 s"],
    [14_200, "14 s"],
    [60_000, "1 min"],
    [125_000, "2 min 5 s"],
    [3_725_000, "1 h 2 min"],
  ])("writes %d ms as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it("never pretends an estimate to be exact", () => {
    expect(formatEstimate(2100)).toBe("2 s");
    expect(formatEstimate(43_000)).toBe("40 s");
    expect(formatEstimate(170_000)).toBe("3 min");
  });

  it("writes minutes as hours where there are many", () => {
    expect(formatMinutes(210)).toBe("3 h 30 min");
  });
});
