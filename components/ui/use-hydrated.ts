import { useSyncExternalStore } from "react";

const never = (): (() => void) => () => undefined;

/** False in the server's markup and in the first client render, true afterwards: for parts that need JavaScript. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
