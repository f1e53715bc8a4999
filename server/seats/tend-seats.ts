import { DEMAND_WINDOW_MS, sizeReserve } from "../../core/seat/size-reserve.ts";
import { cloneSeat, markReady } from "./clone-seat.ts";
import type { IncusInstance } from "./incus/instance.ts";
import { incusCall } from "./incus/wait-operation.ts";
import { type IncusWorld, listSeats, memoryLevel, roleOf, usedLast } from "./incus-world.ts";
import { isCurrent } from "./is-current.ts";
import { putToSleep } from "./put-to-sleep.ts";
import { relieveMemory, somethingRuns, usedAt } from "./relieve-memory.ts";
import { removeSeat } from "./remove-seat.ts";
import { seatKeys, type SeatRole } from "./seat-keys.ts";
import { waitEngine } from "./wait-engine.ts";
import { BrokenSeat, wakeSeat } from "./wake-seat.ts";

const MINUTE_MS = 60_000;

/**
 * Deletes what is left over, puts idle seats to sleep, gives memory back while it is short, sizes the reserves. Safe to run in two processes. A seat
 * that resists keeps nobody else from being tended; the first fault is thrown at the end.
 */
export async function tendSeats(world: IncusWorld): Promise<void> {
  const { own } = await listSeats(world);
  const faults: unknown[] = [];
  const note = (error: unknown) => void faults.push(error);
  const isReplaced = findReplaced(own);
  for (const seat of own) {
    const role = roleOf(seat);
    if (isReplaced(seat)) await removeSeat(world, seat.name).catch(note);
    else if (role === "grading" && isLeftOver(world, seat)) await removeSeat(world, seat.name).catch(note);
    else if (role === "student" && seat.status === "Running") await sleepWhenIdle(world, seat).catch(note);
  }
  await relieveMemory(world).catch(note);
  const { config } = world;
  const { RESERVE_SEATS: seats, RESERVE_GRADING_SEATS: gradingSeats } = config;
  await fillReserve(world, "grading-reserve", gradingSeats, config.BUILDS_AT_ONCE).catch(note);
  await fillReserve(world, "reserve", seats, config.RESERVE_SEATS_MAX).catch(note);
  if (faults.length > 0) throw faults[0];
}

/** The lease of one that we hold may not have been renewed: nothing can be noted about a seat whose disk is full. */
const isLeftOver = (world: IncusWorld, seat: IncusInstance) =>
  !world.held.has(seat.name) && Number(seat.config[seatKeys.leaseUntil] ?? 0) < Date.now();

/** A student's seat that is back after its machine was away, while they have got another. */
function findReplaced(own: readonly IncusInstance[]): (seat: IncusInstance) => boolean {
  const students = own.filter((seat) => roleOf(seat) === "student");
  return (seat) => {
    const same = students.filter((one) => one.config[seatKeys.student] === seat.config[seatKeys.student]);
    return roleOf(seat) === "student" && same.length > 1 && usedLast(same) !== seat;
  };
}

async function sleepWhenIdle(world: IncusWorld, seat: IncusInstance): Promise<void> {
  const noted = Number(seat.config[seatKeys.usedAt] ?? 0);
  const used = usedAt(world, seat);
  const idleMs = Date.now() - used;
  if (world.kept.has(seat.name)) return;
  if (idleMs < world.config.SEAT_IDLE_MINUTES * MINUTE_MS) {
    // Written down now and then, so that a restart of this process does not forget it.
    if (used - noted > MINUTE_MS)
      await incusCall(world.incus, "PATCH", `/1.0/instances/${seat.name}`, {
        body: { config: { [seatKeys.usedAt]: String(used) } },
      }).catch(() => undefined);
    return;
  }
  const longest = (world.config.SEAT_IDLE_MINUTES + world.config.START_IDLE_MINUTES) * MINUTE_MS;
  if (idleMs < longest && (await somethingRuns(world, seat.name))) return;
  await putToSleep(world, seat.name);
}

/**
 * A seat of the reserve that can be given away, or soon can. One that was left half made, by a process that died, is
 * waited for and then marked; one that never answers goes.
 */
async function isStanding(world: IncusWorld, seat: IncusInstance): Promise<boolean> {
  const isReady = seat.config[seatKeys.ready] === "1";
  if (seat.status === "Running" && isReady) return true;
  if (seat.status !== "Running" && !(await wakes(world, seat))) return false;
  if (isReady) return true;
  const answers = await waitEngine(world.incus, seat.name).then(
    () => true,
    () => false,
  );
  if (answers) await markReady(world, seat.name);
  else await removeSeat(world, seat.name);
  return answers;
}

async function wakes(world: IncusWorld, seat: IncusInstance): Promise<boolean> {
  try {
    await wakeSeat(world, seat);
    return true;
  } catch (error) {
    if (!(error instanceof BrokenSeat)) throw error;
    await removeSeat(world, seat.name);
    return false;
  }
}

/** As many as the demand of late asks for, between `min` and `max`; fewer while memory is short. */
async function fillReserve(
  world: IncusWorld,
  role: Extract<SeatRole, "reserve" | "grading-reserve">,
  min: number,
  max: number,
): Promise<void> {
  const now = Date.now();
  const demand = role === "reserve" ? "student" : "grading";
  const takenAt = world.taken[demand].filter((at) => now - at < DEMAND_WINDOW_MS);
  world.taken[demand] = takenAt;
  const memory = await memoryLevel(world);
  const wanted = sizeReserve({ takenAt, now, min, max, memory });
  const facts = await world.facts();
  const { own, count } = await listSeats(world);
  let standing = 0;
  for (const seat of own.filter((candidate) => roleOf(candidate) === role)) {
    if (standing >= wanted || !isCurrent(world, facts, seat)) await removeSeat(world, seat.name);
    else {
      if (await isStanding(world, seat)) standing += 1;
    }
  }
  // The last places are for students who wait, not for a reserve.
  for (let free = world.config.SEAT_LIMIT - count; standing < wanted && free > 0; standing += 1, free -= 1) {
    // What is made beyond the least is made while there is memory for it.
    if (standing >= min && (await memoryLevel(world)) !== "ample") return;
    await cloneSeat(world, role);
  }
}
