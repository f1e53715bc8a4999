import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { RunEvent, RunKind } from "../../core/run/event.ts";
import type { HostMemory } from "../../core/seat/port.ts";
import { fakeReport, untilAborted } from "../../testing/engines/fake-engines.ts";
import type { TestDatabase } from "../../testing/test-database.ts";
import { startTestDatabase } from "../../testing/test-database.ts";
import type { TestSiteOptions } from "../../testing/test-site.ts";
import { startTestSite, writeTestContent } from "../../testing/test-site.ts";
import type { CreatedSite } from "../create-site.ts";
import type { Site } from "../site.ts";
import type { Engines } from "./engines.ts";
import { recoverRuns } from "./recover-runs.ts";

const LABS = 20;
const lab = (index: number) => `demo/first/lab${index}`;
let database: TestDatabase;
let created: CreatedSite | null = null;
/** Labs that have begun to build, with their students, in this order. */
let begun: string[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
  const yaml = (index: number) =>
    `title: Lab ${index}\nsummary: Make it go.\nminutes: 5\nimage: demo/lab${index}:latest\nport: 8000\nopen: Dockerfile\neditable: [Dockerfile]\nchecks:\n  - kind: non-root\n    id: non-root\n    title: Not root\n    points: 10\n`;
  const more = Array.from({ length: LABS }, (_, index): [string, string][] => [
    [`demo/01-first/labs/lab${index}/lab.yaml`, yaml(index)],
    [`demo/01-first/labs/lab${index}/starter/Dockerfile`, "FROM scratch\n"],
  ]);
  await writeTestContent(`${database.dataDir}/content`, Object.fromEntries(more.flat()));
});
afterAll(() => database.close());
beforeEach(() => {
  begun = [];
});
afterEach(async () => {
  await created?.stop();
  created = null;
  await database.db.execute("delete from runs");
});

/** Builds that take `ms`, and note when they begin. */
const builds = (ms: number): Partial<Engines> => ({
  buildImage: async (seat, { tag, signal }) => {
    begun.push(`${seat.name.slice(5)} ${/lab(\d+)/.exec(tag)?.[1] ?? ""}`);
    await Promise.race([sleep(ms), untilAborted(signal)]);
    return signal.aborted ? { status: "canceled" } : { status: "built", report: fakeReport };
  },
});

async function open(engines: Partial<Engines>, more: Partial<TestSiteOptions> = {}) {
  created = await startTestSite({ db: database.db, dataDir: database.dataDir, engines, ...more });
  return created.site;
}

function siteNow(): Site {
  if (created === null) throw new Error("no site");
  return created.site;
}

async function press(who: string, index: number, kind: RunKind = "build"): Promise<string> {
  const started = await created?.site.runs.startRun(who, lab(index), kind);
  expect(started?.status).toBe("started");
  return started?.run.id ?? "";
}

const eventsOf = (who: string, id: string): Promise<readonly RunEvent[]> =>
  created?.site.runs.readRunEvents(who, id, 0, 1000) ?? Promise.resolve([]);
const stateOf = async (who: string, id: string) => (await created?.site.runs.getRun(who, id))?.state;

it("one student with 20 builds does not starve 19 with one", async () => {
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const { buildImage } = builds(10);
  const gated: Engines["buildImage"] = async (seat, options) => {
    const built = buildImage?.(seat, options);
    await gate;
    return (await built) ?? { status: "canceled" };
  };
  await open({ buildImage: gated }, { config: { BUILDS_AT_ONCE: 2 } });
  for (let index = 0; index < LABS; index += 1) await press("greedy", index);
  for (let index = 1; index < 20; index += 1) await press(`modest${index}`, 0);
  letGo();
  await vi.waitFor(() => expect(begun).toHaveLength(39), { timeout: 20_000 });
  // Everybody has had a turn before anybody has a second; of two that begin at once either may be noted first.
  expect(begun.slice(0, 19).filter((name) => name.startsWith("greedy"))).toEqual(["greedy 0"]);
  const own = begun.filter((name) => name.startsWith("greedy"));
  expect(own).toEqual(Array.from({ length: LABS }, (_, index) => `greedy ${index}`));
});

it("slots are one student's only one at a time: the next to come finds one free", async () => {
  await open(builds(60_000), { config: { BUILDS_AT_ONCE: 2 } });
  await press("a", 0);
  const second = await press("a", 1);
  await press("b", 0);
  await vi.waitFor(() => expect(begun).toEqual(["a 0", "b 0"]), 20_000);
  expect(await stateOf("a", second)).toBe("queued");
  expect((await eventsOf("a", second)).at(-1)).toMatchObject({ type: "queued", position: 1 });
});

it("positions are told truly: newcomers of an earlier round go before, cancels move up", async () => {
  await open(builds(60_000), { config: { BUILDS_AT_ONCE: 1 } });
  await press("x", 0);
  await vi.waitFor(() => expect(begun).toHaveLength(1), 20_000);
  await press("a", 0);
  const second = await press("a", 1);
  const other = await press("b", 0);
  const position = async (who: string, id: string) => {
    const queued = (await eventsOf(who, id)).filter((event) => event.type === "queued");
    return queued.map((event) => event.position);
  };
  await vi.waitFor(async () => expect(await position("a", second)).toEqual([2, 3]), 20_000);
  expect(await position("b", other)).toEqual([2]);
  await created?.site.runs.cancelRun("b", other);
  await vi.waitFor(async () => expect(await position("a", second)).toEqual([2, 3, 2]), 20_000);
});

it("a student may have so many waiting, and is told when there are more", async () => {
  await open(builds(60_000), { config: { BUILDS_AT_ONCE: 1, RUNS_PER_STUDENT: 3 } });
  for (let index = 0; index < 3; index += 1) await press("a", index);
  const more = Array.from({ length: 5 }, (_, index) => siteNow().runs.startRun("a", lab(index + 3), "build"));
  for (const refused of await Promise.allSettled(more)) {
    expect(refused).toMatchObject({
      reason: {
        code: "TOO_MANY",
        userMessage: expect.stringContaining("You already have 3 builds") as string,
      },
    });
  }
  await press("b", 0);
});

it("the same lab is not queued twice, whatever is pressed", async () => {
  await open(builds(60_000), { config: { BUILDS_AT_ONCE: 1 } });
  const id = await press("a", 0);
  const again = await Promise.all(
    [0, 0, 0].map((index) => siteNow().runs.startRun("a", lab(index), "build")),
  );
  expect(again.map((one) => [one.status, one.run.id])).toEqual(Array(3).fill(["busy", id]));
});

it("estimates are near the truth once builds of that lab have been measured", async () => {
  await open(builds(300), { config: { BUILDS_AT_ONCE: 1 } });
  const first = await press("teacher", 0);
  await vi.waitFor(async () => expect(await stateOf("teacher", first)).toBe("finished"), 20_000);
  const ids: string[] = [];
  const names = ["a", "b", "c", "d"];
  for (const name of names) ids.push(await press(name, 0));
  await vi.waitFor(async () => expect(await stateOf("d", ids[3] ?? "")).toBe("finished"), 20_000);
  const events = await eventsOf("d", ids[3] ?? "");
  const queued = events.find((event) => event.type === "queued");
  const seat = events.find((event) => event.type === "seat");
  const waited = (seat?.at ?? 0) - (queued?.at ?? 0);
  expect(queued).toMatchObject({ position: 3 });
  // Three at 300 ms and more; what runs counts as overdue at 5 s at the least.
  expect(queued?.type === "queued" ? queued.estimateMs : 0).toBeGreaterThan(500);
  expect(Math.abs((queued?.type === "queued" ? (queued.estimateMs ?? 0) : 0) - waited)).toBeLessThan(6000);
});

it("what waits survives the end of the site, in its order and with its numbers", async () => {
  await open(builds(60_000), { config: { BUILDS_AT_ONCE: 1 } });
  const running = await press("x", 0);
  await vi.waitFor(() => expect(begun).toEqual(["x 0"]), 20_000);
  const waiting = [
    ["a", await press("a", 0)],
    ["a", await press("a", 1)],
    ["b", await press("b", 0)],
  ] as const;
  await created?.stop();
  expect((await eventsOf("x", running)).at(-1)).toMatchObject({ type: "final", outcome: "fault" });
  for (const [who, id] of waiting) {
    expect(await stateOf(who, id)).toBe("queued");
    expect((await eventsOf(who, id)).map(({ type }) => type)).not.toContain("final");
  }
  begun = [];
  expect(await recoverRuns(database.db)).toBe(0);
  const site = await open(builds(50), { config: { BUILDS_AT_ONCE: 1 } });
  const [, [, followed]] = waiting;
  const stream = await site.runs.openRunStream("a", followed, 0, new AbortController().signal);
  let text = "";
  for await (const chunk of stream ?? []) text += new TextDecoder().decode(chunk);
  expect(text).toContain("kept its place");
  expect(begun).toEqual(["a 0", "b 0", "a 1"]);
  for (const [who, id] of waiting) {
    const events = await eventsOf(who, id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter(({ type }) => type === "final")).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ outcome: "passed" });
  }
});

it("a run that waits for a lab that is gone is ended in words", async () => {
  await open(builds(60_000), { config: { BUILDS_AT_ONCE: 1 } });
  await press("x", 0);
  const id = await press("a", 1);
  await created?.stop();
  await database.db.execute(`update runs set lab = 'demo/first/gone' where id = '${id}'`);
  await recoverRuns(database.db);
  const site = await open(builds(10));
  expect(await site.runs.getRun("a", id)).toMatchObject({
    state: "finished",
    message: expect.stringContaining("not part of the course any more") as string,
  });
});

it("a run that waits for a lab that cannot be read is ended in words, and the others go on", async () => {
  await open(builds(60_000), { config: { BUILDS_AT_ONCE: 1 } });
  await press("x", 0);
  const broken = await press("a", 1);
  const whole = await press("b", 2);
  await created?.stop();
  await writeTestContent(`${database.dataDir}/content`, {
    "demo/01-first/labs/broken/lab.yaml": "title: [\n",
  });
  await database.db.execute(`update runs set lab = 'demo/first/broken' where id = '${broken}'`);
  await recoverRuns(database.db);
  const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const site = await open(builds(10));
  expect(await site.runs.getRun("a", broken)).toMatchObject({
    state: "finished",
    outcome: "fault",
    message: expect.stringContaining("tell your instructor") as string,
  });
  expect(told).toHaveBeenCalledWith(expect.stringContaining("broken/lab.yaml"));
  await vi.waitFor(async () => expect(await stateOf("b", whole)).toBe("finished"), 20_000);
  await rm(`${database.dataDir}/content/demo/01-first/labs/broken`, { recursive: true });
});

it("while memory is short nothing begins, what runs goes on, and those who wait are told", async () => {
  const GIB = 2 ** 30;
  let availableBytes = 8 * GIB;
  const memory = (): Promise<HostMemory> =>
    Promise.resolve({ totalBytes: 16 * GIB, availableBytes, stalledPercent: 0 });
  let tended = 0;
  const tend = () => Promise.resolve(void (tended += 1));
  await open(builds(300), { host: { memory, tend }, lookMs: 20, config: { BUILDS_AT_ONCE: 2 } });
  const first = await press("a", 0);
  await vi.waitFor(() => expect(begun).toEqual(["a 0"]), 20_000);
  availableBytes = GIB / 2;
  await vi.waitFor(() => expect(tended).toBeGreaterThan(0), 20_000);
  const second = await press("b", 0);
  await vi.waitFor(async () => expect(await stateOf("a", first)).toBe("finished"), 20_000);
  expect((await created?.site.runs.getRun("a", first))?.outcome).toBe("passed");
  expect(begun).toEqual(["a 0"]);
  const told = await eventsOf("b", second);
  expect(told).toContainEqual(expect.objectContaining({ type: "queued", position: 1, estimateMs: null }));
  expect(told.find(({ type }) => type === "notice")).toMatchObject({
    text: expect.stringContaining("no memory to spare") as string,
  });
  availableBytes = 8 * GIB;
  await vi.waitFor(async () => expect(await stateOf("b", second)).toBe("finished"), 20_000);
  expect((await created?.site.runs.getRun("b", second))?.outcome).toBe("passed");
});

it("runs that waited at a restart wait on for a seat host that comes later", async () => {
  await open(builds(60_000), { config: { BUILDS_AT_ONCE: 1 } });
  await press("x", 0);
  const id = await press("a", 0);
  await created?.stop();
  await recoverRuns(database.db);
  let isThere = false;
  const { fakeSeatHost } = await import("../../testing/engines/fake-engines.ts");
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const connect = () =>
    isThere ? Promise.resolve(fakeSeatHost()) : Promise.reject(new Error("not there yet"));
  await open(builds(10), { connect, keeperMs: 30, lookMs: 20 });
  await sleep(150);
  expect(await stateOf("a", id)).toBe("queued");
  isThere = true;
  await vi.waitFor(async () => expect(await stateOf("a", id)).toBe("finished"), 20_000);
  expect((await created?.site.runs.getRun("a", id))?.outcome).toBe("passed");
});
