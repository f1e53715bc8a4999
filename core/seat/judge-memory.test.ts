import { expect, it } from "vitest";
import { judgeMemory } from "./judge-memory.ts";

const GIB = 2 ** 30;
const memory = (availableGib: number, stalledPercent: number | null = 0, totalGib = 16) => {
  return { availableBytes: availableGib * GIB, totalBytes: totalGib * GIB, stalledPercent };
};

it.each([
  [8, "ample"],
  [1.9, "tight"],
  [0.9, "short"],
])("%d GiB of 16 with a reserve of one are %s", (available, level) => {
  expect(judgeMemory(memory(available), GIB)).toBe(level);
});

it("a small machine keeps less free", () => {
  expect(judgeMemory(memory(0.6, 0, 2), GIB)).toBe("ample");
  expect(judgeMemory(memory(0.2, 0, 2), GIB)).toBe("short");
});

it("waiting for memory counts near the reserve only: a seat in its own limit is no matter of the machine", () => {
  expect(judgeMemory(memory(2.5, 50), GIB)).toBe("short");
  expect(judgeMemory(memory(2.5, 15), GIB)).toBe("tight");
  expect(judgeMemory(memory(8, 90), GIB)).toBe("ample");
});

it("where nobody can say, nothing is held back", () => {
  expect(judgeMemory(null, GIB)).toBe("ample");
  expect(judgeMemory(memory(8, null), GIB)).toBe("ample");
});
