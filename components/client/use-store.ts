import { useSyncExternalStore } from "react";
import type { Store } from "./create-store.ts";

export function useStore<State>(store: Pick<Store<State>, "getSnapshot" | "subscribe">): State {
  return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
}
