import { createStore, type Store } from "../../client/create-store.ts";

export type StepsAnswer =
  | { readonly status: "marked"; readonly done: readonly string[] }
  | { readonly status: "refused"; readonly message: string };

export interface StepsState {
  /** Ids of the steps that are ticked off. */
  readonly done: readonly string[];
  /** Ids of the steps whose answer is on its way. */
  readonly saving: readonly string[];
  readonly problem: string | null;
}

export interface StepsStore extends Pick<Store<StepsState>, "getSnapshot" | "subscribe"> {
  /** Shows the new tick at once, and takes it back when the server refuses it. */
  mark(step: string, done: boolean): Promise<void>;
}

export function createStepsStore(
  done: readonly string[],
  send: (step: string, done: boolean) => Promise<StepsAnswer>,
): StepsStore {
  const store = createStore<StepsState>({ done, saving: [], problem: null });
  const withMark = (all: readonly string[], step: string, isDone: boolean): readonly string[] => [
    ...all.filter((one) => one !== step),
    ...(isDone ? [step] : []),
  ];
  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    mark: async (step, isDone) => {
      if (store.getSnapshot().saving.includes(step)) return;
      store.set((state) => ({
        done: withMark(state.done, step, isDone),
        saving: [...state.saving, step],
        problem: null,
      }));
      const answer = await send(step, isDone);
      store.set((state) => {
        const saving = state.saving.filter((one) => one !== step);
        // Of other steps this answer may be older than what is shown.
        const isNow = answer.status === "marked" ? answer.done.includes(step) : !isDone;
        const problem = answer.status === "marked" ? state.problem : answer.message;
        return { done: withMark(state.done, step, isNow), saving, problem };
      });
    },
  };
}
