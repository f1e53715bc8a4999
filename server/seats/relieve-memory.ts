import { chooseSleeper } from "../../core/seat/choose-sleeper.ts";
import { execInInstance } from "./incus/exec.ts";
import type { IncusInstance } from "./incus/instance.ts";
import { type IncusWorld, listSeats, memoryLevel, roleOf } from "./incus-world.ts";
import { putToSleep } from "./put-to-sleep.ts";
import { removeSeat } from "./remove-seat.ts";
import { seatKeys } from "./seat-keys.ts";

/** What a seat gave back shows a while later only; what sleeps for nothing cannot be taken back. */
const A_TURN = { tight: 1, short: 3 };

/** When a student's seat was last used, ms since 1970: as this process knows it, or as it was noted. */
export const usedAt = (world: IncusWorld, seat: IncusInstance): number =>
  Math.max(world.lastUse.get(seat.name) ?? 0, Number(seat.config[seatKeys.usedAt] ?? 0));

/**
 * Gives memory back to the machine while it has too little: the reserve goes first, then the seat that has been
 * idle longest sleeps. Those in which something runs come last, those in which a build, a start or a check of the
 * site is under way never. One seat gives way a turn while memory is tight, three while it is short.
 * @returns how many seats gave way
 */
export async function relieveMemory(world: IncusWorld): Promise<number> {
  for (let relieved = 0; ; relieved += 1) {
    const level = await memoryLevel(world);
    if (level === "ample" || relieved >= A_TURN[level]) return relieved;
    const { own } = await listSeats(world);
    const reserve = own.find((seat) => roleOf(seat) === "reserve" || roleOf(seat) === "grading-reserve");
    if (reserve !== undefined && level === "short") await removeSeat(world, reserve.name);
    else if (!(await sleepLongestIdle(world, own, level))) return relieved;
  }
}

async function sleepLongestIdle(
  world: IncusWorld,
  own: readonly IncusInstance[],
  level: "tight" | "short",
): Promise<boolean> {
  const now = Date.now();
  const awake = own.filter((seat) => roleOf(seat) === "student" && seat.status === "Running");
  const seats = awake.map((seat) => ({
    seat,
    idleMs: now - usedAt(world, seat),
    isBusy: world.kept.has(seat.name) || world.forStudent.isBusy(studentOf(seat)),
  }));
  const chosen = await chooseSleeper(seats, level, ({ seat }) => somethingRuns(world, seat.name));
  if (chosen === null) return false;
  const { seat } = chosen;
  // Asking took a moment, in which its student may have come back; and nobody waits here for whom another waits.
  const isBack = () => world.kept.has(seat.name) || usedAt(world, seat) > now - chosen.idleMs;
  if (isBack() || world.forStudent.isBusy(studentOf(seat))) return false;
  await world.forStudent(studentOf(seat), () => putToSleep(world, seat.name, "memory"));
  return true;
}

const studentOf = (seat: IncusInstance) => seat.config[seatKeys.student] ?? "";

/**
 * Containers, and programs that somebody left open in a terminal: an editor may hold text that is not saved. The
 * seat's own engine has a terminal too, its console, and is in a session of its own.
 */
const WHAT_RUNS = `docker ps --quiet
own=" $(ps -o sess= -C dockerd | tr -s '\\n ' ' ') "
ps -e -o sess= -o tty= -o stat= -o comm= |
  awk -v own="$own" '$2 ~ /^pts/ && $3 ~ /[+]/ && $4 !~ /^(ba)?sh$/ && index(own, " " $1 " ") == 0'`;

export async function somethingRuns(world: IncusWorld, name: string): Promise<boolean> {
  const result = await execInInstance(world.incus, name, ["sh", "-c", WHAT_RUNS], {
    timeoutMs: 5_000,
    maxOutputBytes: 4_096,
  }).catch(() => null);
  return result !== null && result.stdout.trim() !== "";
}
