import { useSyncExternalStore } from "react";
import type { SeatStatus } from "../../core/seat/status.ts";

/** What a terminal on the page sees of the seat at once; a look at the seat host is up to 15 s old. */
export type SeatSight = "waking" | "awake";

/** The newest word about the seat since the page was loaded; the chip asks, the whole page knows. */
let latest: SeatStatus | null = null;
let sight: { readonly state: SeatSight; readonly at: number } | null = null;
/** Minutes until the seat goes to sleep, while that is near. */
let drowsy: number | null = null;
let shown: {
  readonly base: SeatStatus;
  readonly state: SeatSight | null;
  readonly status: SeatStatus;
} | null = null;
const listeners = new Set<() => void>();
const askers = new Set<() => void>();

const tell = (): void => {
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** @param askedAt when the question was sent: what a terminal has seen since is newer than the answer */
export function publishSeat(status: SeatStatus, askedAt = Date.now()): void {
  latest = status;
  if (sight !== null && sight.at <= askedAt) sight = null;
  tell();
}

/** A terminal has seen its seat wake or run. */
export function sightSeat(state: SeatSight): void {
  sight = { state, at: Date.now() };
  drowsy = null;
  tell();
  askSeat();
}

/** Something has happened to the seat: whoever asks should ask now. */
export function askSeat(): void {
  for (const ask of askers) ask();
}

export function onAskSeat(ask: () => void): () => void {
  askers.add(ask);
  return () => askers.delete(ask);
}

/** The seat goes to sleep in so many minutes; null: it does not. */
export function setDrowsy(minutes: number | null): void {
  if (minutes === drowsy) return;
  drowsy = minutes;
  tell();
}

export function useDrowsy(): number | null {
  return useSyncExternalStore(
    subscribe,
    () => drowsy,
    () => null,
  );
}

function current(initial: SeatStatus): SeatStatus {
  const base = latest ?? initial;
  const state = sight?.state ?? null;
  // The same object for the same facts: React asks whether anything has changed.
  if (shown?.base !== base || shown.state !== state) {
    shown = { base, state, status: state === null ? base : { ...base, state } };
  }
  return shown.status;
}

/** `initial`: what the server rendered the page with. */
export function useLiveSeat(initial: SeatStatus): SeatStatus {
  return useSyncExternalStore(
    subscribe,
    () => current(initial),
    () => initial,
  );
}
