import { useSyncExternalStore } from "react";

/** What the page itself knows about the seat, ahead of the next poll. */
export type SeatActivity = "waking" | "building" | "running" | null;

let activity: SeatActivity = null;
const listeners = new Set<() => void>();

export function setSeatActivity(next: SeatActivity): void {
  if (next === activity) return;
  activity = next;
  for (const listener of listeners) listener();
}

export function useSeatActivity(): SeatActivity {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => activity,
    () => null,
  );
}
