import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunEvent } from "../../core/run/event.ts";
import { fakeReport } from "../../testing/engines/fake-engines.ts";
import type { TestDatabase } from "../../testing/test-database.ts";
import { startTestDatabase } from "../../testing/test-database.ts";
import { startTestSite, TEST_LAB } from "../../testing/test-site.ts";
import type { CreatedSite } from "../create-site.ts";
import { ensureStudent } from "../db/ensure-student.ts";
import { appendEvents } from "../db/runs/event-store.ts";
import { runs } from "../db/schema.ts";
import { LiveRun } from "./live-run.ts";
import { recoverRuns } from "./recover-runs.ts";
import { RunWriter } from "./run-writer.ts";
import { streamEvents } from "./stream-events.ts";

let database: TestDatabase;
let created: CreatedSite | null = null;
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
  vi.restoreAllMocks();
});

/** Reads a stream as a browser does: events by their id, comments left out. */
async function listen(stream: ReadableStream<Uint8Array> | null): Promise<RunEvent[]> {
  if (stream === null) return [];
  const text = await new Response(stream).text();
  return text
    .split("\n\n")
    .filter((frame) => frame.startsWith("id: "))
    .map((frame) => {
      const [, id, data] = /^id: (\d+)\ndata: (.*)$/.exec(frame) ?? [];
      const event = JSON.parse(data ?? "") as RunEvent;
      expect(event.seq).toBe(Number(id));
      return event;
    });
}
const numbers = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

describe("resume", () => {
  it("at each possible Last-Event-ID gives exactly the missing events, while the run goes on and after", async () => {
    const lines = 40;
    created = await startTestSite({
      db: database.db,
      dataDir: database.dataDir,
      engines: {
        buildImage: async (_seat, { emit }) => {
          for (let index = 0; index < lines; index++) {
            // Steps that take turns, so that no two lines become one event.
            emit({ type: "log", stepId: String(index % 2), text: `line ${index}\n` });
            if (index % 5 === 0) await sleep(10);
          }
          return { status: "built", report: fakeReport };
        },
      },
    });
    const { site } = created;
    const { run } = await site.runs.startRun(student, TEST_LAB, "build");
    const total = lines + 4;
    const open = (after: number) =>
      site.runs.openRunStream(student, run.id, after, new AbortController().signal).then(listen);
    const live = await Promise.all(
      numbers(0, total - 1)
        .slice(0, 20)
        .map(open),
    );
    live.forEach((events, after) => {
      expect(events.map((event) => event.seq)).toEqual(numbers(after + 1, total));
    });
    for (const after of numbers(0, total + 1)) {
      const events = await open(after);
      expect(events.map((event) => event.seq)).toEqual(numbers(after + 1, total));
      if (after < total) expect(events.at(-1)?.type).toBe("final");
    }
  });

  it("survives connections that break at any moment: no line is missing or doubled", async () => {
    const lines = 2000;
    created = await startTestSite({
      db: database.db,
      dataDir: database.dataDir,
      engines: {
        buildImage: async (_seat, { emit }) => {
          for (let index = 0; index < lines; index++) {
            emit({ type: "log", stepId: String(index % 3), text: `${index}\n` });
            if (index % 50 === 0) await sleep(2);
          }
          return { status: "built", report: fakeReport };
        },
      },
    });
    const { site } = created;
    const { run } = await site.runs.startRun(student, TEST_LAB, "build");
    const seen: RunEvent[] = [];
    while (seen.at(-1)?.type !== "final") {
      const broken = new AbortController();
      const stream = await site.runs.openRunStream(student, run.id, seen.at(-1)?.seq ?? 0, broken.signal);
      setTimeout(() => broken.abort(), Math.random() * 25);
      seen.push(...(await listen(stream)));
    }
    expect(seen.map((event) => event.seq)).toEqual(numbers(1, seen.length));
    const text = seen.map((event) => (event.type === "log" ? event.text : "")).join("");
    expect(text).toBe(
      numbers(0, lines - 1)
        .map((index) => `${index}\n`)
        .join(""),
    );
  });

  it("a listener that does not read holds nobody up and takes no memory", async () => {
    const piece = "x".repeat(60_000);
    created = await startTestSite({
      db: database.db,
      dataDir: database.dataDir,
      engines: {
        buildImage: async (_seat, { emit }) => {
          for (let index = 0; index < 300; index++) {
            emit({ type: "log", stepId: String(index % 2), text: piece });
            await sleep(1);
          }
          return { status: "built", report: fakeReport };
        },
      },
    });
    const { site } = created;
    const { run } = await site.runs.startRun(student, TEST_LAB, "build");
    const slow = await Promise.all(
      numbers(1, 20).map(() => site.runs.openRunStream(student, run.id, 0, new AbortController().signal)),
    );
    const before = process.memoryUsage().arrayBuffers;
    await vi.waitFor(
      async () => expect((await site.runs.getRun(student, run.id))?.state).toBe("finished"),
      20_000,
    );
    // 20 listeners times 18 MB would be 360 MB.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60_000_000);
    const events = await listen(slow[0] ?? null);
    expect(events.filter((event) => event.type === "log")).toHaveLength(300);
  });

  it("a quiet run sends heartbeats, and a listener that leaves is forgotten", async () => {
    const live = new LiveRun({ id: randomUUID(), studentId: student, lab: TEST_LAB, kind: "build" }, 0);
    const leaving = new AbortController();
    const onEnd = vi.fn();
    const { db } = database;
    const options = { db, runId: live.key.id, live, after: 0, heartbeatMs: 20, onEnd };
    const reader = streamEvents({ ...options, signal: leaving.signal }).getReader();
    const read = async () => Buffer.from((await reader.read()).value ?? []).toString();
    expect(await read()).toBe("retry: 1000\n\n");
    expect(await read()).toBe(": \n\n");
    expect(live.listeners).toBe(1);
    leaving.abort();
    await reader.cancel();
    expect(live.listeners).toBe(0);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it("one student cannot hold all connections", async () => {
    created = await startTestSite({
      db: database.db,
      dataDir: database.dataDir,
      engines: { buildImage: () => new Promise(() => undefined) },
    });
    const { site } = created;
    const { run } = await site.runs.startRun(student, TEST_LAB, "build");
    const closing: AbortController[] = [];
    const open = () => {
      const controller = new AbortController();
      closing.push(controller);
      return site.runs.openRunStream(student, run.id, 0, controller.signal);
    };
    await Promise.all(numbers(1, 24).map(open));
    await expect(open()).rejects.toMatchObject({ code: "TOO_MANY" });
    closing[0]?.abort();
    expect(await open()).not.toBeNull();
    for (const controller of closing) controller.abort();
  });
});

describe("a crash", () => {
  const key = () => ({ id: randomUUID(), studentId: student, lab: TEST_LAB, kind: "build" as const });
  const insert = async (run: ReturnType<typeof key>) => {
    await ensureStudent(database.db, student);
    await database.db.insert(runs).values({ ...run, state: "running", createdAt: Date.now() });
  };
  const read = (runId: string) => {
    const signal = new AbortController().signal;
    const options = { db: database.db, runId, live: undefined, after: 0, signal, onEnd: () => undefined };
    return listen(streamEvents(options));
  };

  it("of the process leaves runs that the next start ends, once, truthfully", async () => {
    const run = key();
    await insert(run);
    const body = JSON.stringify({ type: "log", stepId: null, text: "so far\n" });
    await appendEvents(database.db, run, [
      { seq: 1, at: 1, type: "log", body },
      { seq: 2, at: 2, type: "log", body },
    ]);
    expect(await recoverRuns(database.db)).toBe(1);
    expect(await recoverRuns(database.db)).toBe(0);
    const events = await read(run.id);
    expect(events.map((event) => [event.seq, event.type])).toEqual([
      [1, "log"],
      [2, "log"],
      [3, "final"],
    ]);
    expect(events[2]).toMatchObject({
      outcome: "fault",
      message: expect.stringContaining("restarted while your build ran") as string,
    });
  });

  it("of a writer whose run was ended by another leaves one final event", async () => {
    const run = key();
    await insert(run);
    const stored: number[] = [];
    const writer = new RunWriter({
      db: database.db,
      run,
      logBytes: 1000,
      onLimit: () => undefined,
      onBroken: () => undefined,
      onStored: (events) => stored.push(...events.map((event) => event.seq)),
      patienceMs: 100,
    });
    writer.emit({ type: "log", stepId: null, text: "x" });
    await vi.waitFor(() => expect(stored).toEqual([1]), 20_000);
    await recoverRuns(database.db);
    const final = { outcome: "passed", message: "", finishedAt: 1, image: null, grade: null } as const;
    expect(await writer.finish(final, 0)).toBe(false);
    expect((await read(run.id)).map((event) => event.type)).toEqual(["log", "final"]);
  });

  it("of the site ends all runs before it is gone, and says that it was stopped", async () => {
    created = await startTestSite({
      db: database.db,
      dataDir: database.dataDir,
      engines: { buildImage: () => new Promise(() => undefined) },
    });
    const { run } = await created.site.runs.startRun(student, TEST_LAB, "build");
    const stream = await created.site.runs.openRunStream(student, run.id, 0, new AbortController().signal);
    const listening = listen(stream);
    await sleep(50);
    await created.stop();
    expect((await listening).at(-1)).toMatchObject({
      type: "final",
      outcome: "fault",
      message: expect.stringContaining("The site was stopped") as string,
    });
    await expect(created.site.runs.startRun(student, TEST_LAB, "build")).rejects.toMatchObject({
      code: "SEAT_HOST_MISSING",
    });
  });

  it("of every database connection in mid-run loses no line", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    created = await startTestSite({
      db: database.db,
      dataDir: database.dataDir,
      engines: {
        buildImage: async (_seat, { emit }) => {
          for (let index = 0; index < 60; index++) {
            emit({ type: "log", stepId: String(index % 2), text: `${index} ` });
            if (index % 20 === 10) {
              await database.db
                .execute(
                  "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and application_name = 'drydock'",
                )
                .catch(() => undefined);
            }
            await sleep(5);
          }
          return { status: "built", report: fakeReport };
        },
      },
    });
    const { run } = await created.site.runs.startRun(student, TEST_LAB, "build");
    await vi.waitFor(
      async () => expect((await created?.site.runs.getRun(student, run.id))?.state).toBe("finished"),
      20_000,
    );
    const events = await read(run.id);
    expect(events.map((event) => event.seq)).toEqual(numbers(1, events.length));
    const text = events.map((event) => (event.type === "log" ? event.text : "")).join("");
    expect(text).toBe(
      numbers(0, 59)
        .map((index) => `${index} `)
        .join(""),
    );
    expect(events.at(-1)).toMatchObject({ type: "final", outcome: "passed" });
  });
});
