import { useSyncExternalStore } from "react";
import type { SeatStatus } from "../../core/seat/status.ts";

/** The newest word about the seat since the page was loaded; the chip asks, the whole page knows. */
let latest: SeatStatus | null = null;
const listeners = new Set<() => void>();

export function publishSeat(status: SeatStatus): void {
  latest = status;
  for (const listener of listeners) listener();
}

/** `initial`: what the server rendered the page with. */
export function useLiveSeat(initial: SeatStatus): SeatStatus {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => latest ?? initial,
    () => initial,
  );
}
