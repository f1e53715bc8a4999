import { expect, it } from "vitest";
import type { RunEventBody } from "../../core/run/event.ts";
import { PendingEvents } from "./pending-events.ts";

function open(limits: { logBytes?: number; maxEvents?: number; otherBytes?: number } = {}) {
  const reached: string[] = [];
  const pending = new PendingEvents({
    logBytes: 1_000_000,
    maxEvents: 1000,
    onLimit: (what) => reached.push(what),
    ...limits,
  });
  const takeAll = () => {
    const taken: RunEventBody[] = [];
    while (pending.size > 0) {
      taken.push(...pending.take(1024).map((event) => JSON.parse(event.body) as RunEventBody));
    }
    return taken;
  };
  return { pending, reached, takeAll };
}
const log = (text: string, stepId: string | null = "a"): RunEventBody => ({ type: "log", stepId, text });

it("neighbouring pieces of one step become one event of at most 64 KiB, whole characters", () => {
  const { pending, takeAll } = open();
  for (let index = 0; index < 50_000; index++) pending.add(log("é🐳"), index);
  pending.add(log("other", "b"), 1);
  pending.add(log("again"), 1);
  const taken = takeAll();
  const texts = taken.map((event) => (event.type === "log" ? event.text : ""));
  expect(texts.slice(0, -2).join("")).toBe("é🐳".repeat(50_000));
  expect(texts.slice(-2)).toEqual(["other", "again"]);
  expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(65_536);
  expect(taken.length).toBeLessThan(10);
});

it("a piece larger than an event is cut", () => {
  const { pending, takeAll } = open();
  pending.add(log("🐳".repeat(50_000)), 1);
  const texts = takeAll().map((event) => (event.type === "log" ? event.text : ""));
  expect(texts.join("")).toBe("🐳".repeat(50_000));
  expect(texts).toHaveLength(4);
});

it("the log ends at its limit, at a whole character, and says so once", () => {
  const { pending, reached, takeAll } = open({ logBytes: 10 });
  pending.add(log("123456789é"), 1);
  pending.add(log("more"), 1);
  pending.add(log("more"), 1);
  expect(takeAll()).toEqual([log("123456789")]);
  expect(reached).toEqual(["log"]);
});

it("300,000 single events end at their limit", () => {
  const { pending, reached, takeAll } = open({ maxEvents: 1000 });
  for (let index = 0; index < 300_000; index++) pending.add(log("x", String(index % 2)), index);
  expect(reached).toEqual(["events"]);
  expect(takeAll()).toHaveLength(1000);
});

it("a newer progress takes the place of an older one that waits, and stats are thinned", () => {
  const { pending, takeAll } = open();
  const progress = (current: number): RunEventBody => ({
    type: "progress",
    stepId: "a",
    label: "pulling",
    current,
    total: 100,
  });
  const stats: RunEventBody = { type: "stats", memoryBytes: 1, memoryLimitBytes: 2, cpuPercent: 3 };
  for (let index = 0; index <= 100; index++) {
    pending.add(progress(index), 1);
    pending.add(stats, 10_000 + index);
  }
  expect(takeAll()).toEqual([progress(100), stats]);
  pending.add(progress(1), 1);
  expect(takeAll()).toEqual([progress(1)]);
});

it("an event that no honest engine makes is left out, and that is told", () => {
  const { pending, takeAll } = open();
  pending.add({ type: "phase", title: "x".repeat(5_000_000) }, 1);
  expect(takeAll()).toMatchObject([{ type: "notice", level: "warning" }]);
});

it("what is added cannot be changed afterwards by whoever added it", () => {
  const { pending, takeAll } = open();
  const phase = { type: "phase" as const, title: "before" };
  pending.add(phase, 1);
  phase.title = "after";
  expect(takeAll()).toEqual([{ type: "phase", title: "before" }]);
});

it("events of other types together end at their bytes, and the log has its own", () => {
  const { pending, reached, takeAll } = open({ otherBytes: 10_000 });
  for (let index = 0; index < 100; index++)
    pending.add({ type: "notice", level: "info", text: "x".repeat(900) }, index);
  pending.add(log("still\n"), 1);
  const taken = takeAll();
  expect(taken.filter(({ type }) => type === "notice")).toHaveLength(10);
  expect(reached).toEqual(["events"]);
});
