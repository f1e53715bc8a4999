import type { MemoryLevel } from "./judge-memory.ts";

export interface Sleeper {
  /** Since somebody used it. */
  readonly idleMs: number;
  /** A build, a start or a check of the site is under way in it, or it is just being opened or closed. */
  readonly isBusy: boolean;
}

/** How long a seat must have been idle to give up its memory. */
const idleEnoughMs = { tight: 120_000, short: 15_000 };
/** One in which something runs: only when nothing else is left, and after a longer rest. */
const RUNNING_IDLE_MS = 120_000;
/** Seats asked what runs in them, of those that have been idle longest. */
const ASKED = 8;

/**
 * Whose seat is put to sleep for want of memory: the one that has been idle longest and in which nothing runs; while
 * memory is short also one with containers or open programs, when there is no other. Never one that is busy.
 * @param runs whether containers, or programs in a terminal, run in it
 * @returns null when none is to sleep
 */
export async function chooseSleeper<S extends Sleeper>(
  seats: readonly S[],
  level: MemoryLevel,
  runs: (seat: S) => Promise<boolean>,
): Promise<S | null> {
  if (level === "ample") return null;
  const idle = seats
    .filter((seat) => !seat.isBusy && seat.idleMs >= idleEnoughMs[level])
    .toSorted((one, other) => other.idleMs - one.idleMs)
    .slice(0, ASKED);
  let last: S | null = null;
  for (const seat of idle) {
    if (!(await runs(seat))) return seat;
    if (level === "short" && seat.idleMs >= RUNNING_IDLE_MS) last ??= seat;
  }
  return last;
}
