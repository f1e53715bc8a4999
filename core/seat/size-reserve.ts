import type { MemoryLevel } from "./judge-memory.ts";

/** A seat that was taken this long ago counts half. */
const HALF_LIFE_MS = 120_000;
/** What was taken before this counts nothing, and may be forgotten. */
export const DEMAND_WINDOW_MS = 10 * HALF_LIFE_MS;

/**
 * How many started seats stand ready: as many as were taken of late, so that a class that arrives finds them, and
 * fewer again when it grows quiet.
 * @param takenAt when fresh seats were handed out, ms since 1970
 * @param min with nobody there; 0 means no reserve at all
 */
export function sizeReserve(input: {
  readonly takenAt: readonly number[];
  readonly now: number;
  readonly min: number;
  readonly max: number;
  readonly memory: MemoryLevel;
}): number {
  const { takenAt, now, min, max, memory } = input;
  if (min === 0 || memory === "short") return 0;
  if (memory === "tight") return min;
  const demand = takenAt.reduce((sum, at) => sum + 2 ** (-Math.max(0, now - at) / HALF_LIFE_MS), 0);
  return Math.max(min, Math.min(max, Math.round(demand)));
}
