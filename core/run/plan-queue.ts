import type { RunKind } from "./event.ts";

/** A run that waits for a slot. */
export interface Turn {
  readonly id: string;
  readonly studentId: string;
  readonly kind: RunKind;
  /** "course/lesson/lab" */
  readonly lab: string;
  /** Rounds are served one after the other; a student has one run in each that is still to come. */
  readonly round: number;
  /** Within a round the older is first. */
  readonly createdAt: number;
}

/** A run that has a slot, and for how long. */
export interface Occupied {
  readonly studentId: string;
  readonly kind: RunKind;
  readonly lab: string;
  readonly elapsedMs: number;
}

export interface Place {
  /** 1 is next: as many runs less one get a slot before. */
  readonly position: number;
  /** How long it has to wait, in ms; null when too little is known to say. */
  readonly estimateMs: number | null;
}

/** What a run usually takes, in ms; null while none like it has ended. */
export type TypicalMs = (run: { readonly kind: RunKind; readonly lab: string }) => number | null;

/** A run that has outlasted what is usual will still take a moment. */
const OVERDUE_MS = 5000;
/** Only decides who is before whom while nothing is known; no estimate is made of it. */
const UNKNOWN_MS = 30_000;

export function compareTurns(one: Turn, other: Turn): number {
  return one.round - other.round || one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);
}

/**
 * A student has one seat, in which one thing is built or started at a time. Checks are made elsewhere, and one at a
 * time as well: two slots are never one student's while somebody else waits for the same.
 */
export function laneOf({ studentId, kind }: { readonly studentId: string; readonly kind: RunKind }): string {
  return `${kind === "check" ? "check" : "seat"} ${studentId}`;
}

/**
 * Who gets the next free slot.
 * @param waiting in the order of `compareTurns`
 * @param lanes of the runs that have a slot
 * @returns index in `waiting`; -1 when everybody who waits has a run under way
 */
export function pickNext(waiting: readonly Turn[], lanes: readonly string[]): number {
  return waiting.findIndex((turn) => !lanes.includes(laneOf(turn)));
}

/**
 * Plays the queue through, by the same rule that serves it.
 * @param waiting in the order of `compareTurns`
 * @returns a place for each of `waiting`, by its id
 */
export function planQueue(input: {
  readonly running: readonly Occupied[];
  readonly waiting: readonly Turn[];
  readonly slots: number;
  readonly typicalMs: TypicalMs;
}): Map<string, Place> {
  const { slots, typicalMs } = input;
  const active = input.running.map((run) => {
    const typical = typicalMs(run);
    const leftMs = Math.max((typical ?? UNKNOWN_MS) - run.elapsedMs, OVERDUE_MS);
    return { lane: laneOf(run), endsAt: leftMs, isKnown: typical !== null };
  });
  const left = [...input.waiting];
  const places = new Map<string, Place>();
  let now = 0;
  let isKnown = true;
  while (left.length > 0) {
    const lanes = active.map(({ lane }) => lane);
    const index = active.length < slots ? pickNext(left, lanes) : -1;
    const [next] = index < 0 ? [] : left.splice(index, 1);
    if (next !== undefined) {
      places.set(next.id, { position: places.size + 1, estimateMs: isKnown ? Math.round(now) : null });
      const typical = typicalMs(next);
      active.push({ lane: laneOf(next), endsAt: now + (typical ?? UNKNOWN_MS), isKnown: typical !== null });
      continue;
    }
    const first = active.reduce<(typeof active)[number] | null>(
      (soonest, run) => (soonest === null || run.endsAt < soonest.endsAt ? run : soonest),
      null,
    );
    // Without a slot nobody is ever served.
    if (first === null) break;
    active.splice(active.indexOf(first), 1);
    now = Math.max(now, first.endsAt);
    isKnown &&= first.isKnown && active.every((run) => run.isKnown);
  }
  return places;
}
