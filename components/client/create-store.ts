/** The smallest store that `useSyncExternalStore` can read: a snapshot that is replaced, never changed. */
export interface Store<State> {
  readonly getSnapshot: () => State;
  readonly subscribe: (listener: () => void) => () => void;
  readonly set: (update: (state: State) => State) => void;
}

export function createStore<State>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    getSnapshot: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (update) => {
      const next = update(state);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
  };
}
