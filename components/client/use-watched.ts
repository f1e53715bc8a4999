import { useEffect } from "react";

/** Watches while the panel is in view and the page is in front; what `watch` answers ends it. */
export function useWatched(visible: boolean, store: { watch(): () => void }): void {
  useEffect(() => {
    if (!visible) return;
    let stop: (() => void) | null = null;
    const follow = (): void => {
      const inFront = document.visibilityState === "visible";
      if (inFront && stop === null) stop = store.watch();
      else if (!inFront) {
        stop?.();
        stop = null;
      }
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      stop?.();
    };
  }, [visible, store]);
}
