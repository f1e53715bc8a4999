import type { HostMemory } from "./port.ts";

/** ample: all is well. tight: nothing is kept in reserve, idle seats sleep early. short: nothing new begins. */
export type MemoryLevel = "ample" | "tight" | "short";

/** A small machine keeps a smaller part free. */
const MOST_OF_ALL = 1 / 8;
const TIGHT_TIMES = 2;
/** A seat that thrashes in its own limit stalls too; only near the reserve does that speak of the machine. */
const STALL_TIMES = 3;
const SHORT_STALL_PERCENT = 30;
const TIGHT_STALL_PERCENT = 10;

/** @param reserveBytes what is to stay free */
export function judgeMemory(memory: HostMemory | null, reserveBytes: number): MemoryLevel {
  if (memory === null) return "ample";
  const { availableBytes, totalBytes } = memory;
  const reserve = Math.min(reserveBytes, totalBytes * MOST_OF_ALL);
  const stalled = availableBytes < reserve * STALL_TIMES ? (memory.stalledPercent ?? 0) : 0;
  if (availableBytes < reserve || stalled >= SHORT_STALL_PERCENT) return "short";
  return availableBytes < reserve * TIGHT_TIMES || stalled >= TIGHT_STALL_PERCENT ? "tight" : "ample";
}
