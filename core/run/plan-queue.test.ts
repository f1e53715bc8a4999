import { expect, it } from "vitest";
import type { RunKind } from "./event.ts";
import type { Turn } from "./plan-queue.ts";
import { compareTurns, pickNext, planQueue } from "./plan-queue.ts";

const usual = { build: 40_000, start: 3000, check: 60_000 };
const typicalMs = ({ kind }: { kind: RunKind }) => usual[kind];
let count = 0;
const turn = (studentId: string, round = 0, kind: RunKind = "build"): Turn => {
  count += 1;
  return { id: `${studentId}${count}`, studentId, kind, lab: "a/b/c", round, createdAt: count };
};
const busy = (studentId: string, elapsedMs: number, kind: RunKind = "build") => {
  return { studentId, kind, lab: "a/b/c", elapsedMs };
};
const plan = (waiting: Turn[], running: ReturnType<typeof busy>[] = [], slots = 2) => {
  const sorted = waiting.toSorted(compareTurns);
  const places = planQueue({ running, waiting: sorted, slots, typicalMs });
  return waiting.map(({ id }) => places.get(id));
};

it("the next in line waits for the slot that is free first", () => {
  const running = [busy("x", 10_000), busy("y", 20_000, "check")];
  expect(plan([turn("a")], running)).toEqual([{ position: 1, estimateMs: 30_000 }]);
  expect(plan([turn("a", 0, "start"), turn("b")], running)[1]).toEqual({ position: 2, estimateMs: 33_000 });
  expect(plan([turn("a"), turn("b")], running)[1]).toEqual({ position: 2, estimateMs: 40_000 });
});

it("an overdue run still takes a moment", () => {
  expect(plan([turn("a")], [busy("x", 999_999)], 1)).toEqual([{ position: 1, estimateMs: 5000 }]);
});

it("estimates are of that lab, and nothing is said of what is not known", () => {
  const places = planQueue({
    running: [{ ...busy("x", 0), lab: "slow" }],
    waiting: [turn("a"), { ...turn("b"), lab: "new" }, turn("c")].toSorted(compareTurns),
    slots: 1,
    typicalMs: ({ lab }) => (lab === "slow" ? 90_000 : lab === "new" ? null : 10_000),
  });
  expect([...places.values()].map(({ estimateMs }) => estimateMs)).toEqual([90_000, 100_000, null]);
});

it("a lower round is before a higher one, however old", () => {
  const [first, second, third] = [turn("a", 0), turn("a", 1), turn("b", 0)];
  expect([second, first, third].toSorted(compareTurns)).toEqual([first, third, second]);
});

it("who has a run under way is passed over, and the position counts that", () => {
  const waiting = [turn("a"), turn("b")];
  expect(pickNext(waiting, ["seat a"])).toBe(1);
  expect(pickNext(waiting, ["check a"])).toBe(0);
  expect(pickNext([turn("a")], ["seat a"])).toBe(-1);
  const places = plan(waiting, [busy("a", 0), busy("x", 35_000)]);
  expect(places).toEqual([
    { position: 2, estimateMs: 40_000 },
    { position: 1, estimateMs: 5000 },
  ]);
});

it("one student alone is served one after the other, with a slot to spare", () => {
  const places = plan([turn("a", 1), turn("a", 2)], [busy("a", 0)]);
  expect(places.map((place) => place?.estimateMs)).toEqual([40_000, 80_000]);
});
