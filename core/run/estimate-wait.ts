import type { RunKind } from "./event.ts";

export interface WaitInput {
  /** Runs that have a slot, and for how long. */
  readonly running: readonly { readonly kind: RunKind; readonly elapsedMs: number }[];
  /** Kinds of the runs that are before this one in the queue, the next first. */
  readonly ahead: readonly RunKind[];
  readonly slots: number;
  /** What a run of a kind usually takes; null while none has finished. */
  readonly typicalMs: Readonly<Record<RunKind, number | null>>;
}

/** A run that has outlasted what is usual will still take a moment. */
const OVERDUE_MS = 5000;

/**
 * How long a run has to wait for a slot, in ms; null when too little is known to say. Plays the queue through:
 * each run ahead takes the slot that is free first.
 */
export function estimateWait({ running, ahead, slots, typicalMs }: WaitInput): number | null {
  const free: number[] = [];
  for (const { kind, elapsedMs } of running) {
    const typical = typicalMs[kind];
    if (typical === null) return null;
    free.push(Math.max(typical - elapsedMs, OVERDUE_MS));
  }
  while (free.length < slots) free.push(0);
  for (const kind of ahead) {
    const typical = typicalMs[kind];
    if (typical === null) return null;
    free.sort((a, b) => a - b);
    free[0] = (free[0] ?? 0) + typical;
  }
  return Math.round(Math.min(...free));
}
