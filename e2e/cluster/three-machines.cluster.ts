import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Seat, SeatHost } from "../../core/seat/port.ts";
import { type Config, readConfig, seatHostDirectory } from "../../server/config.ts";
import type { CreatedSite } from "../../server/create-site.ts";
import { engines } from "../../server/engines.ts";
import { connectSeatHost } from "../../server/seats/connect-seat-host.ts";
import { closeConnection, connectByRootSocket } from "../../server/seats/incus/connection.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";
import { seatHostContract } from "../../server/seats/seat-host.contract.ts";
import {
  allEvents,
  build,
  expectFile,
  expectNextBuild,
  finalOf,
  linesOf,
  slowBuild,
  until,
  untilPrinted,
  upTo,
} from "../../testing/real-site.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { startTestSite } from "../../testing/test-site.ts";
import { type Cluster, startCluster } from "../../testing/three-machines/start-cluster.ts";

/*
 * Three machines that became a cluster as docs/scale.md says, and a site beside them that knows their addresses and
 * nothing else. Only this file asks where a seat is.
 */

const given = readConfig();
const machine: Config = { ...given, SEAT_HOST_DIR: path.resolve(seatHostDirectory(given)) };
const home = path.join(path.dirname(machine.SEAT_HOST_DIR), "three-machines");
const realm = await mkdtemp(path.join(tmpdir(), "drydock-cluster-"));
let cluster: Cluster;
let config: Config;
let host: SeatHost<Duplex>;
let database: TestDatabase;
let created: CreatedSite;

beforeAll(async () => {
  cluster = await startCluster(machine, home, (line) => console.info(line));
  config = {
    ...machine,
    ...cluster.site,
    DATA_DIR: realm,
    RESERVE_SEATS: 0,
    RESERVE_GRADING_SEATS: 0,
    SEAT_MEMORY: 2 ** 30,
    SEAT_LIMIT: 12,
  };
  host = await connectSeatHost(config);
  database = await startTestDatabase();
  created = await startTestSite({
    db: database.db,
    dataDir: database.dataDir,
    engines,
    keeperMs: 1000,
    config: { BUILDS_AT_ONCE: 8 },
    connect: () => connectSeatHost(config),
  });
});
afterAll(async () => {
  await (created as CreatedSite | undefined)?.stop();
  await (host as SeatHost<Duplex> | undefined)?.close();
  await (database as TestDatabase | undefined)?.close();
  await (cluster as Cluster | undefined)?.stop();
  await rm(realm, { recursive: true });
});

/** Instances of the seats' project and the machine that each is on, as a machine's administrator sees it. */
async function whereAll(): Promise<Map<string, string>> {
  const incus = connectByRootSocket(cluster.rootSocketOf("three"), "drydock");
  try {
    const answer = await incusRequest(incus, "GET", "/1.0/instances", { query: { recursion: "1" } });
    const listed = answer.metadata as { name: string; location: string }[];
    return new Map(listed.map(({ name, location }) => [name, location]));
  } finally {
    closeConnection(incus);
  }
}
const where = async (seat: Seat<Duplex>) => (await whereAll()).get(seat.name) ?? "nowhere";

/** Students with a seat each, one on every machine. */
async function spread(prefix: string): Promise<Map<string, string>> {
  const on = new Map<string, string>();
  for (let index = 1; on.size < 3 && index <= 9; index += 1) {
    const student = `${prefix}-${index}`;
    const machineName = await where(await host.openSeat(student));
    if (on.has(machineName)) await host.discardSeat(student);
    else on.set(machineName, student);
  }
  return on;
}
const discard = async (students: ReadonlyMap<string, string>) => {
  for (const student of students.values()) await host.discardSeat(student);
};
const on = (students: ReadonlyMap<string, string>, name: string) => students.get(name) ?? "nobody";

seatHostContract("a cluster of three machines", () => connectSeatHost(config));

describe("a cluster of three machines", () => {
  it("spreads seats, and walls them in on every machine alike", async () => {
    const students = await spread("wall");
    expect([...students.keys()].sort()).toEqual(["one", "three", "two"]);
    for (const student of students.values()) {
      const seat = await host.openSeat(student);
      const sh = async (script: string) => await seat.exec(["sh", "-c", script], { timeoutMs: 20_000 });
      const reaches = async (target: string) =>
        (await sh(`timeout 3 socat -u /dev/null TCP:${target},connect-timeout=2`)).exitCode === 0;
      // The services beside it, and neither the machines nor, by the proxy, their network.
      expect(await reaches("10.78.0.2:3128")).toBe(true);
      for (const target of ["10.91.0.1:8443", "10.91.0.2:8443", "10.91.0.3:8443", "10.78.0.1:8443"])
        expect(await reaches(target), target).toBe(false);
      const viaProxy =
        "curl -s -o /dev/null -w '%{http_code}' --proxy http://services:3128 http://10.91.0.1:8443/";
      expect((await sh(viaProxy)).stdout).toBe("403");
      expect((await sh("docker images -q debian:bookworm-slim | wc -l")).stdout.trim()).toBe("1");
    }
    await discard(students);
  });

  it("loses a machine in the middle of builds: its run ends in words, the others go on, the student goes on elsewhere", async () => {
    const students = await spread("kill");
    const { site } = created;
    const runs = new Map<string, string>();
    for (const student of students.values())
      runs.set(student, await build(site, student, slowBuild(student === on(students, "two") ? 600 : 250)));
    for (const [student, run] of runs) await untilPrinted(site, student, run);
    await cluster.machine("two").kill();
    const struck = on(students, "two");
    const { final, events } = await finalOf(site, struck, runs.get(struck) ?? "", 15_000);
    expect(final.outcome).toBe("fault");
    expect(final.message).toMatch(
      /^The connection to the machine that runs your seat broke off.*Your files are safe/,
    );
    expect(linesOf(events)).toEqual(upTo(linesOf(events).length));
    // Its next build is on another machine, with its files, and it is told.
    await expectFile(site, struck, slowBuild(600));
    const again = await build(site, struck, slowBuild(20));
    const { final: second, events: said } = await finalOf(site, struck, again, 60_000);
    expect(second.outcome).toBe("passed");
    expect(said.flatMap((event) => (event.type === "notice" ? event.text : []))).toContainEqual(
      expect.stringMatching(/^The machine that your seat was on does not answer, so you get a fresh seat/),
    );
    expect(["one", "three"]).toContain(await where(await host.openSeat(struck)));
    for (const name of ["one", "three"]) {
      const run = runs.get(on(students, name)) ?? "";
      const ended = await finalOf(site, on(students, name), run, 120_000);
      expect(ended.final.outcome, ended.final.message).toBe("passed");
      expect(linesOf(ended.events)).toEqual(upTo(250));
    }
  });

  it("takes the machine back: the student keeps the new seat, and the old one goes", async () => {
    const before = await whereAll();
    const left = [...before].filter(([, name]) => name === "two").map(([seat]) => seat);
    expect(left).toHaveLength(1);
    await cluster.restart("two");
    await until("the old seat to go", async () => {
      await host.tend();
      const now = await whereAll();
      return left.every((seat) => !now.has(seat));
    });
    const students = await spread("back");
    expect(students.has("two")).toBe(true);
    await discard(students);
    for (let index = 1; index <= 9; index += 1) await host.discardSeat(`kill-${index}`);
  });

  it("goes on when the machine dies that the site has asked so far", async () => {
    const students = await spread("asked");
    const { site } = created;
    const student = on(students, "three");
    const run = await build(site, student, slowBuild(600));
    await untilPrinted(site, student, run);
    await cluster.machine("one").kill();
    const { final } = await finalOf(site, student, run, 20_000);
    expect(final.message).toMatch(/Your files are safe/);
    await until("seats", async () => (await site.checkHealth()).seats === "ready", 30_000);
    await expectNextBuild(site, student, 60_000);
    expect(await where(await host.openSeat(student))).toBe("three");
    await expectNextBuild(site, on(students, "one"), 60_000);
    await cluster.restart("one");
    await discard(students);
  });

  it("ends a run whose machine has lost its cable, and no seat is lost when it is back", async () => {
    const students = await spread("cable");
    const { site } = created;
    const student = on(students, "two");
    const run = await build(site, student, slowBuild(600));
    await untilPrinted(site, student, run);
    await cluster.machine("two").plug(false);
    const { final } = await finalOf(site, student, run, 90_000);
    expect(final.message).toMatch(/Your files are safe/);
    await cluster.machine("two").plug(true);
    await until(
      "the machine",
      async () => (await host.inspectSeat(student).catch(() => null))?.state === "awake",
    );
    await expectNextBuild(site, student, 60_000);
    expect((await allEvents(site, student, run)).at(-1)?.type).toBe("final");
    await discard(students);
  });
});
