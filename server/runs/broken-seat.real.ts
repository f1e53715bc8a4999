import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SeatHost } from "../../core/seat/port.ts";
import { realConfig } from "../../testing/real-seat.ts";
import {
  allEvents,
  build,
  discardSeats,
  expectFile,
  expectNextBuild,
  fillingBuild,
  finalOf,
  linesOf,
  openRelay,
  type Relay,
  slowBuild,
  until,
  untilPrinted,
  upTo,
} from "../../testing/real-site.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { startTestSite } from "../../testing/test-site.ts";
import type { CreatedSite } from "../create-site.ts";
import { engines } from "../engines.ts";
import { connectSeatHost } from "../seats/connect-seat-host.ts";
import type { Site } from "../site.ts";

/* A build on a real seat, and everything under it that can break in the middle; each test has its own student. */

const { config, remove } = await realConfig();
const students = ["ada", "ben", "cleo", "dora", "emil", "fay"];
let database: TestDatabase;
let relay: Relay;
let host: SeatHost<Duplex>;
let direct: CreatedSite;
let relayed: CreatedSite;
/** Its seats have little disk. */
let small: CreatedSite;

beforeAll(async () => {
  [database, relay, host] = await Promise.all([
    startTestDatabase(),
    openRelay(config),
    connectSeatHost(config),
  ]);
  const common = {
    db: database.db,
    dataDir: database.dataDir,
    engines,
    keeperMs: 1000,
    config: { BUILDS_AT_ONCE: 8 },
  };
  direct = await startTestSite({ ...common, connect: () => connectSeatHost(config) });
  small = await startTestSite({
    ...common,
    connect: () => connectSeatHost({ ...config, SEAT_DISK: 4 * 1024 ** 3 }),
  });
  relayed = await startTestSite({ ...common, connect: () => connectSeatHost(relay.config) });
});
afterAll(async () => {
  await Promise.all([direct.stop(), relayed.stop(), small.stop()]);
  await Promise.all([relay.close(), host.close(), discardSeats(config, students)]);
  await database.close();
  await remove();
});

/** Begins a build, breaks something in the middle, and looks at how the run ends: in words, with all that it said. */
async function breakBuild(
  site: Site,
  student: string,
  how: { readonly breaks: () => unknown; readonly says: RegExp; readonly withinMs: number },
) {
  const typed = slowBuild();
  const runId = await build(site, student, typed);
  await untilPrinted(site, student, runId);
  await how.breaks();
  const { final, events } = await finalOf(site, student, runId, how.withinMs);
  expect(final.outcome).toBe("fault");
  expect(final.message).toMatch(how.says);
  expect(final.message).toMatch(/Your files are safe; .*press Build again\.$/);
  expect(linesOf(events)).toEqual(upTo(linesOf(events).length));
  expect(linesOf(events).length).toBeGreaterThanOrEqual(3);
  await expectFile(site, student, typed);
}

const AWAY = /^The connection to the machine that runs your seat broke off/;

describe.concurrent("in the middle of a build", () => {
  it("the engine is killed", async () => {
    await breakBuild(direct.site, "ada", {
      breaks: async () => {
        const seat = await host.openSeat("ada", { trustRunning: true });
        await seat.exec(["sh", "-c", "kill -9 $(pidof dockerd)"]).catch(() => undefined);
      },
      says: /^Your seat stopped while your build ran: its Docker engine ended/,
      withinMs: 15_000,
    });
    await expectNextBuild(direct.site, "ada");
  });

  it("the seat is stopped", async () => {
    await breakBuild(direct.site, "ben", {
      breaks: () => host.sleepSeat("ben"),
      says: /^Your seat stopped while your build ran/,
      withinMs: 15_000,
    });
    await expectNextBuild(direct.site, "ben");
  });

  it("the seat is deleted", async () => {
    await breakBuild(direct.site, "cleo", {
      breaks: () => host.discardSeat("cleo"),
      // Between its stop and its end a seat that is deleted looks like a stopped one.
      says: /^Your seat (was thrown away|stopped) while your build ran/,
      withinMs: 15_000,
    });
    await expectNextBuild(direct.site, "cleo");
  });

  it("the connection to the seat host breaks, and another time freezes without a word", async () => {
    const comesBack = async () => {
      await relay.mend();
      await until("seats", async () => (await relayed.site.checkHealth()).seats === "ready", 30_000);
      await expectNextBuild(relayed.site, "dora");
    };
    await breakBuild(relayed.site, "dora", { breaks: () => relay.cut(), says: AWAY, withinMs: 15_000 });
    await comesBack();
    await breakBuild(relayed.site, "dora", { breaks: () => relay.freeze(), says: AWAY, withinMs: 30_000 });
    relay.cut();
    await comesBack();
  });

  it("a step fills the seat's disk", async () => {
    const { site } = small;
    const runId = await build(site, "fay", fillingBuild);
    const { final } = await finalOf(site, "fay", runId, 60_000);
    expect(final).toMatchObject({
      outcome: "limit",
      message: expect.stringMatching(
        /^Your build was stopped: step 2 \(line 2\) needed more than the 4 GiB of disk/,
      ) as string,
    });
    await expectNextBuild(site, "fay");
  });

  it("readers come and go: each has every event once, wherever its connection broke", async () => {
    const { site } = direct;
    const runId = await build(site, "emil", slowBuild(60));
    const readers = await Promise.all(
      [1, 2, 5, 13].map((chunks) => readInPieces(site, "emil", runId, chunks)),
    );
    const { final } = await finalOf(site, "emil", runId, 1000);
    expect(final.outcome).toBe("passed");
    const events = await allEvents(site, "emil", runId);
    expect(linesOf(events)).toEqual(upTo(60));
    for (const { seqs, connections } of readers) {
      expect(seqs).toEqual(upTo(events.length));
      expect(connections).toBeGreaterThan(1);
    }
  });
});

/** Reads a run's stream as a browser does whose connection breaks after some pieces, in the middle of one. */
async function readInPieces(site: Site, student: string, runId: string, pieces: number) {
  const seqs: number[] = [];
  for (let connections = 1; connections < 1000; connections += 1) {
    const gone = new AbortController();
    const stream = await site.runs.openRunStream(student, runId, seqs.at(-1) ?? 0, gone.signal);
    if (stream === null) return { seqs, connections };
    const reader = stream.getReader();
    let text = "";
    for (let piece = 1; ; piece += 1) {
      const { done, value } = await reader.read();
      const isLast = piece > pieces;
      const arrived = isLast ? value?.subarray(0, value.length * Math.random() * 1.5) : value;
      text += Buffer.from(arrived ?? []).toString("latin1");
      if (done || isLast) break;
    }
    // A frame counts once it has arrived whole; the rest comes again.
    const whole = text.slice(0, text.lastIndexOf("\n\n") + 2);
    for (const match of whole.matchAll(/^id: (\d+)$/gm)) seqs.push(Number(match[1]));
    gone.abort();
    await reader.cancel().catch(() => undefined);
  }
  throw new Error("a thousand connections, and not at the end");
}
