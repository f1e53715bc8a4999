import { mkdtemp, rm, symlink } from "node:fs/promises";
import { connect as connectSocket, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { expect } from "vitest";
import type { RunEvent } from "../core/run/event.ts";
import type { SeatHost } from "../core/seat/port.ts";
import type { Config } from "../server/config.ts";
import { connectSeatHost } from "../server/seats/connect-seat-host.ts";
import type { Site } from "../server/site.ts";
import { TEST_LAB } from "./test-site.ts";

/* For tests on real seats: what a student does, and a way to the seat host that can be cut. */

const FROM = "FROM debian:bookworm-slim\n";

/** Prints a line each tenth of a second; a build of it is still at work when a test wants to break it. */
export const slowBuild = (lines = 400) =>
  `${FROM}RUN for i in $(seq 1 ${lines}); do echo line-$i-; sleep 0.1; done\n`;

export const fillingBuild = `${FROM}RUN head -c 20G /dev/zero > /big\n`;

/** Saves a Dockerfile as the page does, and presses Build. */
export async function build(site: Site, student: string, dockerfile: string): Promise<string> {
  const { files } = await site.workspaces.openWorkspace(student, TEST_LAB);
  const baseVersion = files.find(({ path }) => path === "Dockerfile")?.version ?? 0;
  await site.workspaces.saveFile(student, TEST_LAB, { path: "Dockerfile", content: dockerfile, baseVersion });
  const { status, run } = await site.runs.startRun(student, TEST_LAB, "build");
  expect(status).toBe("started");
  return run.id;
}

export async function until(what: string, isSo: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !(await isSo());) {
    if (Date.now() > deadline) throw new Error(`in vain after ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const allEvents = (site: Site, student: string, runId: string) =>
  site.runs.readRunEvents(student, runId, 0, 1_000_000);

/** Resolves when the build has printed its `count`th line. */
export async function untilPrinted(site: Site, student: string, runId: string, count = 3): Promise<void> {
  const mark = new RegExp(`line-${count}-\\n`);
  await until(`line ${count} of run ${runId}`, async () => {
    const events = await allEvents(site, student, runId);
    const final = events.find((event) => event.type === "final");
    if (final !== undefined) throw new Error(`the build has ended early: ${JSON.stringify(final)}`);
    return mark.test(logOf(events));
  });
}

export const logOf = (events: readonly RunEvent[]) =>
  events.map((event) => (event.type === "log" ? event.text : "")).join("");

/** The numbers of the lines that the slow build printed, in the order in which they are in the log. */
export const linesOf = (events: readonly RunEvent[]) =>
  [...logOf(events).matchAll(/line-(\d+)-\n/g)].map((match) => Number(match[1]));

export const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Waits for the end, and holds what every end promises: seqs without a gap, one final event, and that the last. */
export async function finalOf(site: Site, student: string, runId: string, withinMs: number) {
  await until(
    `the end of run ${runId}`,
    async () => (await site.runs.getRun(student, runId))?.state === "finished",
    withinMs,
  );
  const events = await allEvents(site, student, runId);
  expect(events.map(({ seq }) => seq)).toEqual(upTo(events.length));
  expect(events.filter(({ type }) => type === "final")).toHaveLength(1);
  const final = events.at(-1);
  if (final?.type !== "final") throw new Error("the last event is not the final one");
  return { final, events };
}

/** The next build in the same seat, which nobody helps. */
export async function expectNextBuild(site: Site, student: string, withinMs = 30_000): Promise<void> {
  const runId = await build(site, student, `${FROM}RUN echo again > /again\n`);
  const { final } = await finalOf(site, student, runId, withinMs);
  expect(final).toMatchObject({ outcome: "passed" });
}

export async function expectFile(site: Site, student: string, dockerfile: string): Promise<void> {
  const { files } = await site.workspaces.openWorkspace(student, TEST_LAB);
  expect(files.find(({ path }) => path === "Dockerfile")?.content).toBe(dockerfile);
}

export interface Relay {
  readonly config: Config;
  /** Breaks every connection; while it is closed, new ones are refused. */
  cut(): void;
  /** Nothing goes through any more, and nobody is told. */
  freeze(): void;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** A way of our own to the machine's seat host, so that a test may break it without anybody else's noticing. */
export async function openRelay(config: Config): Promise<Relay> {
  const directory = await mkdtemp(join(tmpdir(), "drydock-relay-"));
  for (const name of ["client.crt", "client.key", "server.crt"])
    await symlink(join(config.SEAT_HOST_DIR, name), join(directory, name));
  const socketPath = join(directory, "incus.sock");
  const pairs = new Set<readonly [Socket, Socket]>();
  let isFrozen = false;
  const open = () => {
    const server = createServer((near) => {
      const far = connectSocket(join(config.SEAT_HOST_DIR, "incus.sock"));
      const pair = [near, far] as const;
      pairs.add(pair);
      const end = () => {
        near.destroy();
        far.destroy();
        pairs.delete(pair);
      };
      for (const socket of pair) socket.on("error", end).on("close", end);
      if (isFrozen) near.pause();
      else near.pipe(far).pipe(near);
    });
    return new Promise<typeof server>((resolve, reject) => {
      server.once("error", reject);
      server.listen(socketPath, () => resolve(server));
    });
  };
  let server = await open();
  const cut = () => {
    server.close();
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    config: { ...config, SEAT_HOST_DIR: directory },
    cut,
    freeze: () => {
      isFrozen = true;
      for (const [near, far] of pairs) {
        near.unpipe(far).pause();
        far.unpipe(near).pause();
      }
    },
    mend: async () => {
      isFrozen = false;
      server = await open();
    },
    close: async () => {
      cut();
      await rm(directory, { recursive: true });
    },
  };
}

/** Throws away the students' seats of this test, and what was left over. */
export async function discardSeats(config: Config, students: readonly string[]): Promise<void> {
  const host: SeatHost<Duplex> = await connectSeatHost(config);
  try {
    await Promise.all(students.map((student) => host.discardSeat(student)));
    await host.tend();
  } finally {
    await host.close();
  }
}
