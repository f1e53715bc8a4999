import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { OpenOptions, Seat } from "../../core/seat/port.ts";
import { claimReserve } from "./claim-reserve.ts";
import { cloneSeat } from "./clone-seat.ts";
import { IncusError, isMemberAway } from "./incus/incus-error.ts";
import { findInstance, type IncusInstance } from "./incus/instance.ts";
import { setInstanceState } from "./incus/set-state.ts";
import { incusCall } from "./incus/wait-operation.ts";
import { type IncusWorld, listSeats, roleOf, studentHash, usedLast } from "./incus-world.ts";
import { makeSeat, readUsage } from "./make-seat.ts";
import { giveRegistryAccess } from "./registry-access.ts";
import { removeSeat } from "./remove-seat.ts";
import { requireMemory } from "./require-memory.ts";
import { seatKeys } from "./seat-keys.ts";
import { BrokenSeat, reviveSeat, wakeSeat } from "./wake-seat.ts";

/** A time of use that was written down this recently is good enough to survive a restart of this process. */
const NOTED_MS = 60_000;
const NEARLY_ALL = 0.97;

/** The student's own seat: the one they have, woken if need be, or one from the reserve, or a new clone. */
export async function openStudentSeat(
  world: IncusWorld,
  studentId: string,
  options: OpenOptions = {},
): Promise<Seat<Duplex>> {
  const student = studentHash(world, studentId);
  let name = await reopenOrReplace(world, student, options);
  if (name === null) {
    name = await firstSeat(world, student, options);
    await giveRegistryAccess(world, name, studentId);
  }
  world.lastUse.set(name, Date.now());
  world.studentOf.set(name, student);
  options.onState?.("ready");
  return seatNamed(world, name);
}

/** The student's seat as it runs; null when they have none, or it sleeps. */
export async function findRunningSeat(
  world: IncusWorld,
  studentId: string,
  watching = false,
): Promise<Seat<Duplex> | null> {
  const found = await findStudentSeat(world, studentHash(world, studentId));
  return found?.status === "Running" ? seatNamed(world, found.name, watching) : null;
}

function seatNamed(world: IncusWorld, name: string, watching = false): Seat<Duplex> {
  return makeSeat(world.incus, name, world.limits, () => goldenBytes(world), {
    note: () => {
      if (!watching) world.lastUse.set(name, Date.now());
    },
    last: () => world.lastUse.get(name) ?? 0,
    keep: () => keepAwake(world, name),
  });
}

/** Counted, because a student may build and look at a running container at once. */
function keepAwake({ kept, lastUse }: IncusWorld, name: string): () => void {
  let isOver = false;
  kept.set(name, (kept.get(name) ?? 0) + 1);
  return () => {
    if (isOver) return;
    isOver = true;
    lastUse.set(name, Date.now());
    const left = (kept.get(name) ?? 1) - 1;
    if (left === 0) kept.delete(name);
    else kept.set(name, left);
  };
}

const goldenBytes = async (world: IncusWorld) => (await world.facts()).goldenBytes;

/** Null when the student has none that can be reached. */
export async function findStudentSeat(world: IncusWorld, student: string): Promise<IncusInstance | null> {
  return (await lookForSeat(world, student)).seat;
}

interface Looked {
  readonly seat: IncusInstance | null;
  /** They have one, on a machine that does not answer. */
  readonly isAway: boolean;
}

export async function lookForSeat(world: IncusWorld, student: string): Promise<Looked> {
  const known = await findKnownSeat(world, student);
  if (known !== null) return known;
  const { own, awayOf } = await listSeats(world);
  const seats = own.filter((seat) => roleOf(seat) === "student" && seat.config[seatKeys.student] === student);
  return { seat: usedLast(seats), isAway: awayOf.has(student) };
}

/**
 * The seat that was theirs when this process last looked; null when it has never seen one, or it is gone. Whoever
 * asks for a list waits for every machine, the dead ones too.
 */
async function findKnownSeat(world: IncusWorld, student: string): Promise<Looked | null> {
  const away: string[] = [];
  for (const [name, owner] of world.studentOf) {
    if (owner !== student) continue;
    const found = await findInstance(world.incus, name).catch((error: unknown) => {
      if (!isMemberAway(error)) throw error;
      away.push(name);
      return null;
    });
    if (found !== null && roleOf(found.instance) === "student")
      return { seat: found.instance, isAway: false };
  }
  return away.length > 0 ? { seat: null, isAway: true } : null;
}

/**
 * A machine whose daemon is only started anew, or that was too busy to tell the others that it lives (each ten
 * seconds), is back within this time, with the seat as it was.
 */
const AWAY_MS = 12_000;
const LOOK_AGAIN_MS = 500;

/** The student's seat; one whose machine does not answer is waited for, and then given up, which they are told. */
async function findOrGiveUp(
  world: IncusWorld,
  student: string,
  options: OpenOptions,
): Promise<IncusInstance | null> {
  for (const until = Date.now() + AWAY_MS; Date.now() < until;) {
    const { seat, isAway } = await lookForSeat(world, student);
    if (seat !== null || !isAway) return seat;
    if (options.signal?.aborted === true) throw new IncusError(499, "waiting for a machine: cancelled");
    await pause(LOOK_AGAIN_MS);
  }
  options.onNotice?.(
    "The machine that your seat was on does not answer, so you get a fresh seat on another one. Your files are kept; images, containers and build cache of the old seat are gone.",
  );
  return null;
}

/** Null when the student has no seat, or none any more. */
async function reopenOrReplace(
  world: IncusWorld,
  student: string,
  options: OpenOptions,
): Promise<string | null> {
  const seat = await findOrGiveUp(world, student, options);
  try {
    return await reopen(world, seat, options);
  } catch (error) {
    // Somebody else needed its place in this moment.
    if (error instanceof IncusError && error.status === 404) return null;
    if (!(error instanceof BrokenSeat) || seat === null) throw error;
    const isFull = error.isFull || (await fillsItsDisk(world, seat.name));
    await removeSeat(world, seat.name);
    options.onNotice?.(
      `${isFull ? "The disk of your seat was full" : "Your seat did not start any more"}, so you get a fresh one. Your files are kept; images and build cache of the old seat are gone.`,
    );
    return null;
  }
}

/** An engine that does not start on a full disk cannot write down why. */
async function fillsItsDisk(world: IncusWorld, name: string): Promise<boolean> {
  // In the middle of its fall nothing can be measured.
  await setInstanceState(world.incus, name, "stop", { force: true }).catch(() => undefined);
  const usage = await readUsage(world.incus, name, await goldenBytes(world)).catch(() => null);
  return usage !== null && usage.diskBytes > world.limits.diskBytes * NEARLY_ALL;
}

async function reopen(
  world: IncusWorld,
  seat: IncusInstance | null,
  options: OpenOptions,
): Promise<string | null> {
  if (seat === null) return null;
  if (seat.status === "Running") {
    // Only what this process has had to do with: after a crash nothing is taken for granted.
    const isTrusted = options.trustRunning === true && world.lastUse.has(seat.name);
    if (!isTrusted) await reviveSeat(world, seat, options.signal);
    // Somebody waits: what was written down a moment ago is not written anew (tendSeats goes by lastUse).
    if (Date.now() - Number(seat.config[seatKeys.usedAt] ?? 0) > NOTED_MS) await noteUse(world, seat.name);
    return seat.name;
  }
  const { golden } = await world.facts();
  if (seat.config[seatKeys.golden] !== golden) {
    // The course has got other base images since. The files are kept elsewhere, so a sleeping seat is replaced.
    await removeSeat(world, seat.name);
    return null;
  }
  await requireMemory(world);
  options.onState?.("waking");
  await wakeSeat(world, seat, options.signal);
  await noteUse(world, seat.name);
  if (seat.config[seatKeys.sleptFor] === "memory")
    options.onNotice?.(
      "Your seat had been put to sleep, because the machine was short of memory and nobody had used it for longer. Files and images are as they were; containers that ran are stopped.",
    );
  return seat.name;
}

async function firstSeat(world: IncusWorld, student: string, options: OpenOptions): Promise<string> {
  options.onState?.("cloning");
  world.taken.student.push(Date.now());
  const keys = { [seatKeys.student]: student, [seatKeys.usedAt]: String(Date.now()) };
  const ready = await claimReserve(world, "reserve", "student", keys);
  if (ready !== null) return ready;
  await requireMemory(world);
  return await cloneSeat(world, "student", keys, options.signal);
}

/** Never throws: a seat whose disk is full takes no note, and is used all the same. */
async function noteUse(world: IncusWorld, name: string): Promise<void> {
  await incusCall(world.incus, "PATCH", `/1.0/instances/${name}`, {
    body: { config: { [seatKeys.usedAt]: String(Date.now()) } },
  }).catch(() => undefined);
}
