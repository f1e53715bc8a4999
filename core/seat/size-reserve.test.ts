import { expect, it } from "vitest";
import { sizeReserve } from "./size-reserve.ts";

const size = (takenAt: number[], now: number, more: Partial<Parameters<typeof sizeReserve>[0]> = {}) =>
  sizeReserve({ takenAt, now, min: 1, max: 6, memory: "ample", ...more });
const MINUTE = 60_000;

it("follows a class that arrives, up to the most, and shrinks when it grows quiet", () => {
  const arrivals = Array.from({ length: 20 }, (_, index) => index * 6000);
  expect(size([], 0)).toBe(1);
  expect(size(arrivals.slice(0, 1), 0)).toBe(1);
  expect(size(arrivals.slice(0, 4), arrivals[3] ?? 0)).toBe(4);
  expect(size(arrivals, arrivals.at(-1) ?? 0)).toBe(6);
  expect(size(arrivals, 7 * MINUTE)).toBeLessThan(6);
  expect(size(arrivals, 14 * MINUTE)).toBe(1);
});

it("a most below the least is the least, and none means none", () => {
  expect(size([0, 0, 0], 0, { min: 2, max: 0 })).toBe(2);
  expect(size([0, 0, 0], 0, { min: 0 })).toBe(0);
});

it("gives way to memory", () => {
  expect(size([0, 0, 0, 0], 0, { memory: "tight" })).toBe(1);
  expect(size([0, 0, 0, 0], 0, { memory: "short" })).toBe(0);
});
