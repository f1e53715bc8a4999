import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { RunEventBody } from "../../core/run/event.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { ensureStudent } from "../db/ensure-student.ts";
import type { Database } from "../db/open-database.ts";
import type { RunKey, StoredEvent } from "../db/runs/event-store.ts";
import { appendEvents } from "../db/runs/event-store.ts";
import { readEvents } from "../db/runs/read-events.ts";
import { attempts, grades, reports, runEvents, runs } from "../db/schema.ts";
import { LogKeeper } from "./log-keeper.ts";
import { readLogTail } from "./read-log.ts";
import { createRunReader } from "./run-reader.ts";

let database: TestDatabase;
let db: Database;
let count = 0;
beforeAll(async () => {
  database = await startTestDatabase();
  db = database.db;
});
afterAll(() => database.close());

const log = (text: string): RunEventBody => ({ type: "log", stepId: "a", text });
const end: RunEventBody = { type: "final", outcome: "passed", message: "Built.", durationMs: 1 };

/** A finished run as an earlier version has left it: its events as plain rows. */
async function finishedRun(studentId: string, bodies: readonly RunEventBody[]): Promise<RunKey> {
  const key: RunKey = { id: randomUUID(), studentId, lab: "c/l/x", kind: "build" };
  const at = ++count;
  await ensureStudent(db, studentId);
  const row = { ...key, state: "finished", outcome: "passed", message: "Built." } as const;
  await db.insert(runs).values({ ...row, createdAt: at, finishedAt: at, lastSeq: bodies.length });
  const events = bodies.map((body, index): StoredEvent => ({
    seq: index + 1,
    at,
    type: body.type,
    body: JSON.stringify(body),
  }));
  for (let from = 0; from < events.length; from += 100)
    await appendEvents(db, key, events.slice(from, from + 100));
  return key;
}

async function readAll(id: string, after = 0, limit = 1000): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  for (let at: number | null = after; at !== null;) {
    const piece: Awaited<ReturnType<typeof readEvents>> = await readEvents(db, id, at, { limit });
    all.push(...piece.events);
    at = piece.readTo;
  }
  return all;
}

const reader = () => createRunReader(db, () => undefined);
const runsOf = async (student: string) =>
  (await db.select().from(runs)).filter(({ studentId }) => studentId === student);
const plainRows = () => db.$count(runEvents);

it("a log is read the same before, while and after it is compressed", async () => {
  const bodies: RunEventBody[] = [];
  for (let index = 0; index < 1500; index++)
    bodies.push(log(`line ${index} \u001b[31mé🐳\u001b[0m \u0000\n`));
  for (let index = 0; index < 30; index++) bodies.push(log(`${"x".repeat(65_000)}${index}\n`));
  for (let index = 0; index < 600; index++)
    bodies.push({ type: "progress", stepId: "a", label: "pull", current: index, total: null });
  bodies.push(log("near the end\n"), end);
  const run = await finishedRun("ada", bodies);
  const [plain, plainTail] = [await readAll(run.id), await readLogTail(db, run.id, 20_000)];
  const download = async () => await new Response(await reader().streamRunLog("ada", run.id)).text();
  const plainText = await download();
  expect(plain.map(({ seq }) => seq)).toEqual(bodies.map((_, index) => index + 1));

  const keeper = new LogKeeper({ db, mostBytes: 1e9, restMs: 0 });
  const state = { tidied: false };
  const tidying = keeper.tidyOld().then(() => (state.tidied = true));
  let looks = 0;
  while (!state.tidied) {
    expect(await readAll(run.id)).toEqual(plain);
    expect(await readLogTail(db, run.id, 20_000)).toEqual(plainTail);
    looks += 1;
  }
  await tidying;
  expect(looks).toBeGreaterThan(0);
  expect(await plainRows()).toBe(0);
  expect(await readAll(run.id)).toEqual(plain);
  for (const after of [0, 1, 700, 1499, 1515, 2100, bodies.length - 1, bodies.length]) {
    expect(await readAll(run.id, after, 7)).toEqual(plain.slice(after));
  }
  for (const bytes of [10, 500, 20_000, 200_000, 1e8]) {
    const tail = await readLogTail(db, run.id, bytes);
    expect(plainText.endsWith(tail.text)).toBe(true);
    expect(tail.truncated).toBe(bytes < 1e8);
  }
  expect(await download()).toBe(plainText);
  const row = (await db.select().from(runs)).find(({ id }) => id === run.id);
  expect(row?.storedBytes).toBeGreaterThan(0);
  expect(row?.storedBytes).toBeLessThan(200_000);
});

it("the end of a long log costs no more than its end", async () => {
  const piece = randomBytes(24_000).toString("base64");
  const run = await finishedRun("ben", [...Array.from({ length: 500 }, () => log(`${piece}\n`)), end]);
  const taken = async () => {
    let bytes = 0;
    const counting = new Proxy(db, {
      get: (target, name) =>
        name !== "execute"
          ? (Reflect.get(target, name) as unknown)
          : async (query: Parameters<Database["execute"]>[0]) => {
              const result = await target.execute(query);
              for (const { body, data } of result.rows as { body?: string | null; data?: Buffer | null }[])
                bytes += (body?.length ?? 0) + (data?.length ?? 0);
              return result;
            },
    });
    expect((await readLogTail(counting, run.id, 20_000)).text).toContain("== passed: Built.");
    const { value } = await createRunReader(counting, () => undefined)
      .streamRunLog("ben", run.id)
      .then((stream) => stream.getReader().read());
    expect(value?.length).toBeGreaterThan(0);
    return bytes;
  };
  // Of 16 MB: the last piece or two, and one read of the download.
  expect(await taken()).toBeLessThan(600_000);
  await new LogKeeper({ db, mostBytes: 1e9 }).tidy(run);
  expect(await plainRows()).toBe(0);
  expect(await taken()).toBeLessThan(600_000);
});

it("beyond a student's share the oldest logs go; reports, attempts and grades stay", async () => {
  const noise = () => log(randomBytes(75_000).toString("base64"));
  const kept: RunKey[] = [];
  const keeper = new LogKeeper({ db, mostBytes: 200_000 });
  for (let index = 0; index < 5; index++) {
    const run = await finishedRun("cem", [noise(), end]);
    kept.push(run);
    const about = { runId: run.id, studentId: "cem", lab: run.lab, createdAt: index };
    await db.insert(reports).values({ ...about, kind: "grade", report: "{}" });
    await db.insert(attempts).values({ ...about, score: 1, maxScore: 2, checks: [] });
    if (index === 0)
      await db.insert(grades).values({
        ...{ studentId: "cem", lab: run.lab, bestScore: 1, maxScore: 2, attempts: 1, bestRunId: run.id },
        ...{ complete: false, updatedAt: 1 },
      });
    await keeper.tidy(run);
  }
  const other = await finishedRun("dan", [noise(), end]);
  await keeper.tidy(other);
  const sizes = await Promise.all(kept.map(async ({ id }) => (await readAll(id)).length));
  expect(sizes).toEqual([0, 0, 0, 2, 2]);
  expect(await readAll(other.id)).toHaveLength(2);
  expect(await db.$count(reports)).toBe(5);
  expect(await db.$count(attempts)).toBe(5);
  expect(await db.$count(grades)).toBe(1);
  expect(await runsOf("cem")).toHaveLength(5);

  // Whoever looks at a log that is gone is told so, and a page that follows it learns that the run is over.
  const gone = kept[0]?.id ?? "";
  expect((await reader().readRunLog("cem", gone, 1000)).text).toContain("no longer kept");
  expect(await new Response(await reader().streamRunLog("cem", gone)).text()).toContain("no longer kept");
  const signal = new AbortController().signal;
  const stream = await reader().openRunStream("cem", gone, 0, signal);
  const told = await new Response(stream).text();
  expect(told).toContain("no longer kept");
  expect(told).toContain('"type":"final","outcome":"passed","message":"Built."');
  expect(await reader().openRunStream("cem", gone, 2, signal)).toBeNull();
});

it("pressing a button again and again leaves a bounded number of rows", async () => {
  vi.setConfig({ testTimeout: 120_000 });
  let last = await finishedRun("eve", [end]);
  const graded = last;
  await db.insert(attempts).values({
    ...{ runId: last.id, studentId: "eve", lab: last.lab, score: 1, maxScore: 2, checks: [], createdAt: 1 },
  });
  for (let index = 0; index < 210; index++) {
    last = await finishedRun("eve", []);
    const about = { runId: last.id, studentId: "eve", lab: last.lab, createdAt: count };
    await db.insert(reports).values({ ...about, kind: "image", report: "{}" });
  }
  await new LogKeeper({ db, mostBytes: 1e9 }).tidy(last);
  expect(await runsOf("eve")).toHaveLength(201);
  const left = (await db.select().from(reports)).filter(({ studentId }) => studentId === "eve");
  expect(left).toHaveLength(50);
  expect((await runsOf("eve")).map(({ id }) => id)).toContain(graded.id);
});
