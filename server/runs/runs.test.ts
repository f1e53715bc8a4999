import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../../core/errors.ts";
import type { RunEvent, RunKind } from "../../core/run/event.ts";
import { fakeGrade, fakeReport, untilAborted } from "../../testing/engines/fake-engines.ts";
import type { TestDatabase } from "../../testing/test-database.ts";
import { startTestDatabase } from "../../testing/test-database.ts";
import type { TestSiteOptions } from "../../testing/test-site.ts";
import { startTestSite, TEST_LAB } from "../../testing/test-site.ts";
import type { CreatedSite } from "../create-site.ts";
import type { Site } from "../site.ts";
import type { Emit, Engines } from "./engines.ts";

let database: TestDatabase;
let created: CreatedSite | null = null;
let site: Site;
let student = "";
let count = 0;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  student = `student-${++count}`;
});
afterEach(async () => {
  await created?.stop();
  created = null;
  // What waits is kept for the next start, which here is another test.
  await database.db.execute("delete from runs where state = 'queued'");
  vi.restoreAllMocks();
});

async function open(engines: Partial<Engines>, more: Partial<TestSiteOptions> = {}): Promise<void> {
  created = await startTestSite({ db: database.db, dataDir: database.dataDir, engines, ...more });
  site = created.site;
}

async function start(kind: RunKind = "build", who = student): Promise<string> {
  const started = await site.runs.startRun(who, TEST_LAB, kind);
  expect(started.status).toBe("started");
  return started.run.id;
}

const events = (runId: string, who = student) => site.runs.readRunEvents(who, runId, 0, 100_000);

async function finalOf(runId: string, who = student): Promise<RunEvent & { type: "final" }> {
  await vi.waitFor(async () => expect((await site.runs.getRun(who, runId))?.state).toBe("finished"), {
    timeout: 20_000,
    interval: 20,
  });
  const all = await events(runId, who);
  expect(all.filter((event) => event.type === "final")).toHaveLength(1);
  expect(all.map((event) => event.seq)).toEqual(all.map((_, index) => index + 1));
  const last = all.at(-1);
  if (last?.type !== "final") throw new Error("the last event is not the final one");
  return last;
}

describe("a build", () => {
  it("goes from queued to passed, with its events in order and its report kept", async () => {
    await open({});
    await site.workspaces.saveFile(student, TEST_LAB, {
      path: "Dockerfile",
      content: "FROM mine\n",
      baseVersion: 0,
    });
    const runId = await start();
    expect(await finalOf(runId)).toMatchObject({ outcome: "passed", message: "Built: 482 MB." });
    const types = (await events(runId)).map((event) => event.type);
    expect(types).toEqual(["seat", "files", "log", "report", "final"]);
    expect((await events(runId))[1]).toMatchObject({ dockerfile: "FROM mine\n", count: 2 });
    const latest = await site.runs.getLatestRuns(student, TEST_LAB);
    expect(latest.runs).toMatchObject([{ id: runId, outcome: "passed", lastSeq: 5 }]);
    expect(latest.reports).toMatchObject([{ runId, report: { bytes: 482_000_000 } }]);
  });

  it("that fails, or reaches a limit, says what the engine says", async () => {
    await open({
      buildImage: () => Promise.resolve({ status: "failed", message: "Step 4 failed.", line: 12 }),
    });
    expect(await finalOf(await start())).toMatchObject({ outcome: "failed", message: "Step 4 failed." });
    await created?.stop();
    await open({ buildImage: () => Promise.resolve({ status: "limit", message: "Memory.", line: 12 }) });
    expect(await finalOf(await start())).toMatchObject({ outcome: "limit", message: "Memory." });
  });

  it("whose engine breaks ends with a fault that does not tell the insides", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await open({ buildImage: () => Promise.reject(new Error("secret path /root")) });
    const final = await finalOf(await start());
    expect(final.outcome).toBe("fault");
    expect(final.message).not.toContain("secret");
    expect(log).toHaveBeenCalled();
  });

  it("whose seat is gone says so in the words of the fault", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const gone = new AppError("SEAT_UNAVAILABLE", { message: "x", userMessage: "Your seat is gone." });
    await open({ buildImage: () => Promise.reject(gone) });
    expect(await finalOf(await start())).toMatchObject({ outcome: "fault", message: "Your seat is gone." });
  });

  it("of which one is under way is not started twice", async () => {
    await open({
      buildImage: async (_seat, { signal }) => (await untilAborted(signal), { status: "canceled" }),
    });
    const runId = await start();
    const results = await Promise.all(
      Array.from({ length: 5 }, () => site.runs.startRun(student, TEST_LAB, "build")),
    );
    expect(results.map((result) => [result.status, result.run.id])).toEqual(Array(5).fill(["busy", runId]));
    await site.runs.cancelRun(student, runId);
  });

  it("of somebody else can be neither read nor canceled", async () => {
    await open({
      buildImage: async (_seat, { signal }) => (await untilAborted(signal), { status: "canceled" }),
    });
    const runId = await start();
    const signal = new AbortController().signal;
    expect(await site.runs.getRun("mallory", runId)).toBeNull();
    const attempts: (() => Promise<unknown>)[] = [
      () => site.runs.cancelRun("mallory", runId),
      () => site.runs.readRunEvents("mallory", runId, 0, 10),
      () => site.runs.openRunStream("mallory", runId, 0, signal),
      () => site.runs.readRunLog("mallory", runId, 1000),
      () => site.runs.streamRunLog("mallory", runId),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await site.runs.getRun(student, runId))?.state).not.toBe("finished");
  });
});

it("logs of old runs are deleted, the runs stay", async () => {
  await open({});
  const ids: string[] = [];
  for (let index = 0; index < 12; index++) {
    const runId = await start();
    await finalOf(runId);
    ids.push(runId);
  }
  await vi.waitFor(async () => expect(await events(ids[1] ?? "")).toEqual([]), 20_000);
  expect((await events(ids[2] ?? "")).at(-1)?.type).toBe("final");
  expect(await site.runs.getRun(student, ids[0] ?? "")).toMatchObject({ outcome: "passed" });
});

describe("the queue", () => {
  const forever: Partial<Engines> = {
    buildImage: async (_seat, { signal }) => (await untilAborted(signal), { status: "canceled" }),
  };

  it("gives room in order and tells positions", async () => {
    await open(forever, { config: { BUILDS_AT_ONCE: 1 } });
    const names = ["a", "b", "c"].map((name) => `${student}-${name}`);
    const ids: string[] = [];
    for (const name of names) ids.push(await start("build", name));
    const [first = "", second = "", third = ""] = ids;
    await vi.waitFor(
      async () => expect((await events(third, names[2])).at(-1)).toMatchObject({ position: 2 }),
      20_000,
    );
    expect((await events(second, names[1])).at(-1)).toMatchObject({ type: "queued", position: 1 });
    expect((await site.runs.getRun(names[1] ?? "", second))?.state).toBe("queued");
    await site.runs.cancelRun(names[0] ?? "", first);
    await vi.waitFor(
      async () => expect((await site.runs.getRun(names[1] ?? "", second))?.state).toBe("running"),
      20_000,
    );
    await vi.waitFor(
      async () => expect((await events(third, names[2])).at(-1)).toMatchObject({ position: 1 }),
      20_000,
    );
  });

  it("lets go of a run that is canceled while it waits", async () => {
    await open(forever, { config: { BUILDS_AT_ONCE: 1 } });
    await start("build", `${student}-a`);
    const waiting = await start("build", `${student}-b`);
    const began = Date.now();
    expect(await site.runs.cancelRun(`${student}-b`, waiting)).toMatchObject({
      state: "finished",
      outcome: "canceled",
      message: "You canceled the build.",
    });
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it("a running container gives its slot back", async () => {
    await open(forever, { config: { BUILDS_AT_ONCE: 1 } });
    const container = await start("start", `${student}-a`);
    const build = await start("build", `${student}-b`);
    await vi.waitFor(
      async () => expect((await site.runs.getRun(`${student}-b`, build))?.state).toBe("running"),
      20_000,
    );
    expect((await site.runs.getRun(`${student}-a`, container))?.state).toBe("running");
  });
});

describe("cancel", () => {
  it("ends, also where the engine does not listen, and ignores what it says later", async () => {
    let emitLate: Emit = () => undefined;
    await open({
      buildImage: (_seat, { emit }) => {
        emitLate = emit;
        return new Promise(() => undefined);
      },
    });
    const runId = await start();
    await vi.waitFor(
      async () => expect((await site.runs.getRun(student, runId))?.state).toBe("running"),
      20_000,
    );
    const began = Date.now();
    expect(await site.runs.cancelRun(student, runId)).toMatchObject({
      state: "finished",
      outcome: "canceled",
    });
    expect(Date.now() - began).toBeLessThan(20_000);
    emitLate({ type: "log", stepId: null, text: "too late" });
    await sleep(50);
    expect((await events(runId)).at(-1)?.type).toBe("final");
    // Again, and after the end: nothing changes.
    expect(await site.runs.cancelRun(student, runId)).toMatchObject({ outcome: "canceled" });
    await finalOf(runId);
  });

  it("while the seat is being opened", async () => {
    const never = new Promise<never>(() => undefined);
    await open({}, { host: { openSeat: () => never } });
    const runId = await start();
    await vi.waitFor(
      async () => expect((await site.runs.getRun(student, runId))?.state).toBe("running"),
      20_000,
    );
    expect(await site.runs.cancelRun(student, runId)).toMatchObject({
      state: "finished",
      outcome: "canceled",
    });
  });
});

describe("a container", () => {
  it("is replaced by a new start, and stopped by a new build", async () => {
    await open({});
    const first = await start("start");
    const second = await start("start");
    expect(await finalOf(first)).toMatchObject({ outcome: "canceled" });
    const build = await start("build");
    expect((await finalOf(second)).message).toContain("a new build began");
    expect(await finalOf(build)).toMatchObject({ outcome: "passed" });
  });

  it("that is started anew waits until the old one has left the seat", async () => {
    const steps: string[] = [];
    let number = 0;
    await open({
      runContainer: async (_seat, { emit, signal, port }) => {
        const name = ++number;
        steps.push(`${name} in`);
        emit({ type: "container", container: { id: "c", state: "running", exitCode: null, ports: [port] } });
        await untilAborted(signal);
        // Longer than a run waits for its engine.
        await sleep(1500);
        steps.push(`${name} out`);
        return { status: "stopped" };
      },
    });
    await start("start");
    await vi.waitFor(() => expect(steps).toEqual(["1 in"]), 20_000);
    const second = await start("start");
    await vi.waitFor(() => expect(steps).toContain("2 in"), 20_000);
    expect(steps).toEqual(["1 in", "1 out", "2 in"]);
    await site.runs.cancelRun(student, second);
  });

  it("answers requests of its student only while it runs", async () => {
    await open({});
    const request = { method: "GET", path: "/health", body: "" } as const;
    await expect(site.runs.requestApp(student, TEST_LAB, request)).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const runId = await start("start");
    await vi.waitFor(
      async () =>
        expect(await site.runs.requestApp(student, TEST_LAB, request)).toMatchObject({
          body: "GET /health on 8000",
        }),
      20_000,
    );
    await expect(site.runs.requestApp("mallory", TEST_LAB, request)).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await site.runs.cancelRun(student, runId);
    await expect(site.runs.requestApp(student, TEST_LAB, request)).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  it("that nobody looks at is stopped, one that somebody listens to is not", async () => {
    await open({}, { idleMs: 300 });
    const watched = await start("start", `${student}-watched`);
    const closing = new AbortController();
    await site.runs.openRunStream(`${student}-watched`, watched, 0, closing.signal);
    const alone = await start("start");
    expect((await finalOf(alone)).message).toContain("Nobody looked");
    expect((await site.runs.getRun(`${student}-watched`, watched))?.state).toBe("running");
    closing.abort();
    expect((await finalOf(watched, `${student}-watched`)).message).toContain("Nobody looked");
  });

  it("says so when the files have changed since the image was built, and only then", async () => {
    await open({
      runContainer: () => Promise.resolve({ status: "exited", exitCode: 0, oomKilled: false }),
    });
    const outdated = async () => {
      const runId = await start("start");
      await finalOf(runId);
      return (await events(runId)).some(
        (event) => event.type === "notice" && event.text.includes("changed since the last Build"),
      );
    };
    const save = (content: string, baseVersion: number, who = student) =>
      site.workspaces.saveFile(who, TEST_LAB, { path: "Dockerfile", content, baseVersion });
    await save("FROM first\n", 0);
    expect(await outdated()).toBe(false);
    await finalOf(await start("build"));
    expect(await outdated()).toBe(false);
    await save("FROM theirs\n", 0, `${student}-b`);
    expect(await outdated()).toBe(false);
    await save("FROM second\n", 1);
    expect(await outdated()).toBe(true);
    await finalOf(await start("build"));
    expect(await outdated()).toBe(false);
    await site.workspaces.resetWorkspace(student, TEST_LAB, {});
    expect(await outdated()).toBe(true);
  });

  it("that ends by itself says how", async () => {
    await open({
      runContainer: () => Promise.resolve({ status: "exited", exitCode: 3, oomKilled: false }),
    });
    expect(await finalOf(await start("start"))).toMatchObject({
      outcome: "failed",
      message: expect.stringContaining("exit code 3") as string,
    });
  });
});

describe("a check", () => {
  it("keeps the best score and counts attempts", async () => {
    let score = 4;
    await open({ gradeWorkspace: () => Promise.resolve(fakeGrade(score)) });
    expect(await finalOf(await start("check"))).toMatchObject({ outcome: "failed" });
    score = 10;
    expect(await finalOf(await start("check"))).toMatchObject({ outcome: "passed" });
    score = 6;
    const last = await start("check");
    await finalOf(last);
    const outline = await site.courses.getCourseOutline("demo", student);
    expect(outline?.outline[0]?.labs[0]?.progress).toMatchObject({
      bestScore: 10,
      maxScore: 10,
      attempts: 3,
      checks: [{ id: "non-root", status: "passed" }],
    });
    expect((await site.runs.getLatestRuns(student, TEST_LAB)).grade).toMatchObject({ score: 6 });
    expect((await events(last)).map((event) => event.type)).toContain("grade");
  });

  it("that is canceled, or broken on our side, is no attempt", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    let fails = false;
    await open({
      gradeWorkspace: async ({ signal }) => {
        if (fails) throw new Error("engine gone");
        await untilAborted(signal);
        return fakeGrade(10);
      },
    });
    const runId = await start("check");
    await vi.waitFor(
      async () => expect((await site.runs.getRun(student, runId))?.state).toBe("running"),
      20_000,
    );
    await site.runs.cancelRun(student, runId);
    expect(await finalOf(runId)).toMatchObject({ outcome: "canceled" });
    fails = true;
    expect(await finalOf(await start("check"))).toMatchObject({ outcome: "fault" });
    expect((await site.courses.getCourseOutline("demo", student))?.outline[0]?.labs[0]?.progress).toBeNull();
  });

  it("whose image does not start has one finding", async () => {
    const blocking = { title: "The container does not start.", explanation: "", log: "", line: null };
    await open({ gradeWorkspace: () => Promise.resolve(fakeGrade(0, { blocking })) });
    expect((await finalOf(await start("check"))).message).toBe(
      "The container does not start. (0 of 10 points)",
    );
  });
});

describe("limits", () => {
  it("a flood of a million log lines ends with limit, within its bytes and in bounded memory", async () => {
    const LOG_BYTES = 4 * 1024 * 1024;
    const line = `${"x".repeat(90)}\n`;
    await open(
      {
        buildImage: async (_seat, { emit, signal }) => {
          for (let index = 0; index < 1_000_000; index++) {
            emit({ type: "log", stepId: "s", text: line });
            if (index % 20_000 === 0) await new Promise((resolve) => setImmediate(resolve));
          }
          await untilAborted(signal);
          return { status: "canceled" };
        },
      },
      { config: { LOG_BYTES } },
    );
    const before = process.memoryUsage().heapUsed;
    const runId = await start();
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().heapUsed - before);
    }, 10);
    const final = await finalOf(runId);
    clearInterval(watch);
    expect(final).toMatchObject({ outcome: "limit", message: expect.stringContaining("4 MiB") as string });
    const logged = (await events(runId)).filter((event) => event.type === "log");
    const bytes = logged.reduce((sum, event) => sum + Buffer.byteLength(event.text), 0);
    expect(bytes).toBeLessThanOrEqual(LOG_BYTES);
    expect(bytes).toBeGreaterThan(LOG_BYTES - 100);
    expect(Math.max(...logged.map((event) => Buffer.byteLength(event.text)))).toBeLessThanOrEqual(65_536);
    expect(peak).toBeLessThan(100 * 1024 * 1024);
  });

  it("hostile text is kept as it is and taken apart only for the download", async () => {
    const text = 'NUL \u0000 title \u001b]0;x\u0007 <script>alert("x")</script> \ud800 data: x\n\nid: 99\n';
    await open({
      buildImage: (_seat, { emit }) => {
        emit({ type: "log", stepId: null, text });
        return Promise.resolve({ status: "built", report: fakeReport });
      },
    });
    const runId = await start();
    await finalOf(runId);
    const log = (await events(runId)).find((event) => event.type === "log");
    expect(log).toMatchObject({ text: text.replace("\ud800", "\ufffd") });
    const download = await new Response(await site.runs.streamRunLog(student, runId)).text();
    expect(download).toContain('NUL  title  <script>alert("x")</script> \ufffd data: x\n\nid: 99\n');
    expect(download).toContain("== passed: Built: 482 MB.");
    const tail = await site.runs.readRunLog(student, runId, 40);
    expect(tail).toMatchObject({ truncated: true });
    expect(Buffer.byteLength(tail.text)).toBeLessThanOrEqual(40);
  });
});

describe("the text of a log", () => {
  it("names a step once, as the log itself does", async () => {
    const name = "[2/2] RUN make";
    const step = { id: "a", name, line: 2, stage: null, startedAt: 1, error: null };
    await open({
      buildImage: (_seat, { emit }) => {
        emit({ type: "step", step: { ...step, state: "running", durationMs: null } });
        emit({ type: "log", stepId: "a", text: `#1 ${name}\n#1 DONE 1.0s\n` });
        emit({ type: "step", step: { ...step, state: "done", durationMs: 1000 } });
        return Promise.resolve({ status: "built", report: fakeReport });
      },
    });
    const runId = await start();
    await finalOf(runId);
    const text = `#1 ${name}\n#1 DONE 1.0s\n== passed: Built: 482 MB.\n`;
    expect(await new Response(await site.runs.streamRunLog(student, runId)).text()).toBe(text);
    expect(await site.runs.readRunLog(student, runId, 10_000)).toMatchObject({ text, truncated: false });
  });
});

describe("the seat host", () => {
  it("that is missing leaves the rest of the site working", async () => {
    const missing = new AppError("SEAT_HOST_MISSING", {
      message: "no incus",
      userMessage: "No Incus. Install it.",
    });
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    await open({}, { host: { describe: () => Promise.reject(missing) } });
    await expect(site.runs.startRun(student, TEST_LAB, "build")).rejects.toMatchObject({
      code: "SEAT_HOST_MISSING",
    });
    expect(await site.seats.getSeatStatus(student)).toMatchObject({
      state: "unavailable",
      reason: "No Incus.",
      remedy: "Install it.",
    });
    expect(await site.checkHealth()).toEqual({ seats: "missing" });
    expect((await site.workspaces.openWorkspace(student, TEST_LAB)).files).toHaveLength(2);
  });

  it("lends a seat that can be put to sleep, which ends what runs in it", async () => {
    const sleepSeat = vi.fn(() => Promise.resolve());
    await open({}, { host: { sleepSeat } });
    const runId = await start("start");
    await vi.waitFor(
      async () => expect((await site.runs.getRun(student, runId))?.state).toBe("running"),
      20_000,
    );
    expect(await site.seats.changeSeat(student, "sleep")).toMatchObject({ state: "awake", diskBytes: 2 });
    expect(sleepSeat).toHaveBeenCalledWith(student);
    expect((await finalOf(runId)).message).toContain("put your seat to sleep");
  });
});
