import { useSyncExternalStore } from "react";
import type { SeatStatus } from "../../core/seat/status.ts";

/** What a terminal on the page sees of the seat at once; a look at the seat host is up to 15 s old. */
export type SeatSight = "waking" | "awake";

/** The newest word about the seat since the page was loaded; the chip asks, the whole page knows. */
let latest: SeatStatus | null = null;
let sight: { readonly state: SeatSight; readonly at: number } | null = null;
/** Minutes until the seat goes to sleep, while that is near. */
let drowsy: number | null = null;
/** The same object for the same facts: React asks whether anything has changed, and several parts of a page ask. */
const sighted = new WeakMap<SeatStatus, Partial<Record<SeatSight, SeatStatus>>>();
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

/** The newest word, and where a terminal has seen something newer, that. */
export function currentSeat(initial: SeatStatus): SeatStatus {
  const base = latest ?? initial;
  if (sight === null) return base;
  const known = sighted.get(base) ?? {};
  sighted.set(base, known);
  return (known[sight.state] ??= { ...base, state: sight.state });
}

/** `initial`: what the server rendered the page with. */
export function useLiveSeat(initial: SeatStatus): SeatStatus {
  return useSyncExternalStore(
    subscribe,
    () => currentSeat(initial),
    () => initial,
  );
}
