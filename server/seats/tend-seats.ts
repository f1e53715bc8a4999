import { cloneSeat } from "./clone-seat.ts";
import { execInInstance } from "./incus/exec.ts";
import type { IncusInstance } from "./incus/instance.ts";
import { setInstanceState } from "./incus/set-state.ts";
import { incusCall } from "./incus/wait-operation.ts";
import { listSeats, roleOf, usedLast, type IncusWorld } from "./incus-world.ts";
import { isCurrent } from "./is-current.ts";
import { removeSeat } from "./remove-seat.ts";
import { seatKeys, type SeatRole } from "./seat-keys.ts";
import { BrokenSeat, wakeSeat } from "./wake-seat.ts";

const MINUTE_MS = 60_000;

/**
 * Deletes what is left over, puts idle seats to sleep, fills the reserves. Safe to run in two processes. A seat
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
  await fillReserve(world, "grading-reserve", world.config.RESERVE_GRADING_SEATS).catch(note);
  await fillReserve(world, "reserve", world.config.RESERVE_SEATS).catch(note);
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

/** Stops a seat: first by asking its engine, then by pulling the plug. Files and images stay. */
export async function putToSleep(world: IncusWorld, name: string): Promise<void> {
  await setInstanceState(world.incus, name, "stop", { timeoutSeconds: 15 }).catch(() =>
    setInstanceState(world.incus, name, "stop", { force: true }),
  );
}

async function sleepWhenIdle(world: IncusWorld, seat: IncusInstance): Promise<void> {
  const noted = Number(seat.config[seatKeys.usedAt] ?? 0);
  const used = Math.max(world.lastUse.get(seat.name) ?? 0, noted);
  const idleMs = Date.now() - used;
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

/** Containers, and programs that somebody left open in a terminal: an editor may hold text that is not saved. */
const WHAT_RUNS =
  "docker ps --quiet; ps -e -o tty= -o stat= -o comm= | awk '$1 ~ /^pts/ && $2 ~ /[+]/ && $3 !~ /^(ba)?sh$/'";

async function somethingRuns(world: IncusWorld, name: string): Promise<boolean> {
  const result = await execInInstance(world.incus, name, ["sh", "-c", WHAT_RUNS], {
    timeoutMs: 5_000,
    maxOutputBytes: 4_096,
  }).catch(() => null);
  return result !== null && result.stdout.trim() !== "";
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

async function fillReserve(
  world: IncusWorld,
  role: Extract<SeatRole, "reserve" | "grading-reserve">,
  wanted: number,
): Promise<void> {
  const facts = await world.facts();
  const { own, count } = await listSeats(world);
  let standing = 0;
  for (const seat of own.filter((candidate) => roleOf(candidate) === role)) {
    if (standing >= wanted || !isCurrent(world, facts, seat)) await removeSeat(world, seat.name);
    else {
      if (seat.status === "Running" || (await wakes(world, seat))) standing += 1;
    }
  }
  // The last places are for students who wait, not for a reserve.
  for (let free = world.config.SEAT_LIMIT - count; standing < wanted && free > 0; standing += 1, free -= 1)
    await cloneSeat(world, role);
}
