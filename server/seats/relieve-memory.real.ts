import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { HostMemory, SeatHost } from "../../core/seat/port.ts";
import { type Config, readConfig, seatHostDirectory } from "../config.ts";
import { openIncusWorld } from "./connect-seat-host.ts";
import { createIncusSeatHost } from "./incus-seat-host.ts";
import { type IncusWorld, listSeats, roleOf, studentHash } from "./incus-world.ts";
import { relieveMemory } from "./relieve-memory.ts";
import { seatKeys } from "./seat-keys.ts";
import { tendSeats } from "./tend-seats.ts";

/* Real seats on a machine whose memory is what the test says. */
const GIB = 2 ** 30;
const machine = readConfig();
const ample: HostMemory = { totalBytes: 16 * GIB, availableBytes: 8 * GIB, stalledPercent: 0 };
const short: HostMemory = { ...ample, availableBytes: GIB / 2 };
const students = ["ann", "ben", "cleo"];
let directory: string;
let world: IncusWorld;
let host: SeatHost<Duplex>;
let memory: HostMemory = ample;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "drydock-memory-"));
  const config: Config = {
    ...machine,
    DATA_DIR: directory,
    SEAT_HOST_DIR: seatHostDirectory(machine),
    RESERVE_SEATS: 0,
    RESERVE_GRADING_SEATS: 0,
  };
  world = { ...(await openIncusWorld(config)), memory: () => Promise.resolve(memory) };
  host = createIncusSeatHost(world);
  await Promise.all(students.map((student) => host.openSeat(student)));
});
afterAll(async () => {
  memory = ample;
  for (const student of students) await host.discardSeat(student);
  await host.close();
  await rm(directory, { recursive: true });
});

const states = async () =>
  Object.fromEntries(
    await Promise.all(students.map(async (student) => [student, (await host.inspectSeat(student)).state])),
  ) as Record<string, string>;

/** As if nobody had used it for so long. */
async function age(student: string, minutes: number): Promise<void> {
  const { own } = await listSeats(world);
  const seat = own.find((one) => one.config[seatKeys.student] === studentHash(world, student));
  world.lastUse.set(seat?.name ?? "", Date.now() - minutes * 60_000);
}

it("puts the longest idle seat to sleep first, the one that builds never, and tells its student", async () => {
  const ann = await host.openSeat("ann");
  const letSleep = ann.keep();
  // The turn that follows every opening is over before memory goes.
  await host.tend();
  const real = Date.now;
  try {
    // What the seat host has noted about their use is long past.
    Date.now = () => real() + 30 * 60_000;
    await age("ann", 29);
    await age("ben", 10);
    await age("cleo", 20);
    memory = { ...ample, availableBytes: 1.5 * GIB };
    expect(await relieveMemory(world)).toBe(1);
    expect(await states()).toEqual({ ann: "awake", ben: "awake", cleo: "asleep" });
    memory = short;
    expect(await relieveMemory(world)).toBe(1);
    expect(await states()).toEqual({ ann: "awake", ben: "asleep", cleo: "asleep" });
    // Nothing is left to give: nobody is let in, in words, and the build goes on.
    await expect(host.openSeat("ben")).rejects.toMatchObject({ code: "TOO_MANY" });
    expect((await ann.exec(["true"])).exitCode).toBe(0);
  } finally {
    Date.now = real;
  }
  memory = ample;
  letSleep();
  const said: string[] = [];
  expect(await host.inspectSeat("ben")).toMatchObject({ state: "asleep", sleptFor: "memory" });
  await host.openSeat("ben", { onNotice: (text) => said.push(text) });
  expect(said.join()).toContain("short of memory");
  expect(await host.inspectSeat("ben")).toMatchObject({ state: "awake", sleptFor: null });
}, 120_000);

it("keeps as many seats ready as were taken of late, and none while memory is short", async () => {
  const config = { ...world.config, RESERVE_SEATS: 1, RESERVE_SEATS_MAX: 2 };
  const demanding: IncusWorld = { ...world, config, taken: { student: [], grading: [] } };
  const reserve = async () =>
    (await listSeats(world)).own.filter((seat) => roleOf(seat) === "reserve").length;
  memory = ample;
  await tendSeats(demanding);
  expect(await reserve()).toBe(1);
  demanding.taken.student.push(...Array.from({ length: 5 }, () => Date.now()));
  await tendSeats(demanding);
  expect(await reserve()).toBe(2);
  memory = short;
  await tendSeats(demanding);
  expect(await reserve()).toBe(0);
}, 120_000);
