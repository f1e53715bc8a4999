import { expect, test } from "vitest";
import { estimateWait } from "./estimate-wait.ts";

const typicalMs = { build: 40_000, start: 3000, check: 60_000 };

test("a free slot means no wait", () => {
  expect(estimateWait({ running: [], ahead: [], slots: 2, typicalMs })).toBe(0);
});

test("the next in line waits for the slot that is free first", () => {
  const running = [
    { kind: "build" as const, elapsedMs: 10_000 },
    { kind: "check" as const, elapsedMs: 20_000 },
  ];
  expect(estimateWait({ running, ahead: [], slots: 2, typicalMs })).toBe(30_000);
  expect(estimateWait({ running, ahead: ["start"], slots: 2, typicalMs })).toBe(33_000);
  expect(estimateWait({ running, ahead: ["build"], slots: 2, typicalMs })).toBe(40_000);
});

test("an overdue run still takes a moment", () => {
  const running = [{ kind: "build" as const, elapsedMs: 999_999 }];
  expect(estimateWait({ running, ahead: [], slots: 1, typicalMs })).toBe(5000);
});

test("says nothing when nothing is known", () => {
  const unknown = { ...typicalMs, check: null };
  const running = [{ kind: "check" as const, elapsedMs: 1 }];
  expect(estimateWait({ running, ahead: [], slots: 1, typicalMs: unknown })).toBeNull();
});
