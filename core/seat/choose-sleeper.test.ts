import { expect, it } from "vitest";
import { chooseSleeper } from "./choose-sleeper.ts";
import type { MemoryLevel } from "./judge-memory.ts";

const seat = (name: string, idleMinutes: number, more: { isBusy?: boolean; runs?: boolean } = {}) => {
  return { name, idleMs: idleMinutes * 60_000, isBusy: false, runs: false, ...more };
};
const choose = async (level: MemoryLevel, ...seats: ReturnType<typeof seat>[]) =>
  (await chooseSleeper(seats, level, ({ runs }) => Promise.resolve(runs)))?.name ?? null;

it("the longest idle is first", async () => {
  expect(await choose("tight", seat("a", 3), seat("b", 9), seat("c", 5))).toBe("b");
});

it("with enough memory nobody sleeps early", async () => {
  expect(await choose("ample", seat("a", 19))).toBeNull();
});

it("one with a build under way never, however long nobody has typed", async () => {
  expect(await choose("short", seat("a", 60, { isBusy: true }))).toBeNull();
  expect(await choose("short", seat("a", 60, { isBusy: true }), seat("b", 1))).toBe("b");
});

it("one in which containers run is after all others, and only while memory is short", async () => {
  const running = seat("a", 60, { runs: true });
  expect(await choose("short", running, seat("b", 1))).toBe("b");
  expect(await choose("short", running)).toBe("a");
  expect(await choose("tight", running)).toBeNull();
});

it("one in use is left alone, also while memory is short", async () => {
  expect(await choose("short", seat("a", 0.1))).toBeNull();
  expect(await choose("tight", seat("a", 1))).toBeNull();
  expect(await choose("short", seat("a", 1))).toBe("a");
  expect(await choose("short", seat("a", 1, { runs: true }))).toBeNull();
});
