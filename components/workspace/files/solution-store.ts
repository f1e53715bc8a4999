import type { OpenedSolution, SolutionMark } from "../../../core/lab/solution.ts";
import { createStore, type Store } from "../../client/create-store.ts";

export type SolutionAnswer =
  | { readonly status: "opened"; readonly solution: OpenedSolution }
  | { readonly status: "refused"; readonly message: string };

export interface SolutionState {
  /** closed; asking: "do you really want to"; loading; open. */
  readonly phase: "closed" | "asking" | "loading" | "open";
  /** Null: it was never opened. */
  readonly mark: SolutionMark | null;
  readonly solution: OpenedSolution | null;
  readonly problem: string | null;
}

export interface SolutionStore extends Pick<Store<SolutionState>, "getSnapshot" | "subscribe"> {
  /** Asks first, unless it was opened before: that it was is kept already. */
  ask(): void;
  open(): Promise<void>;
  close(): void;
}

export function createSolutionStore(
  mark: SolutionMark | null,
  load: () => Promise<SolutionAnswer>,
): SolutionStore {
  const store = createStore<SolutionState>({ phase: "closed", mark, solution: null, problem: null });
  const set = (part: Partial<SolutionState>): void => store.set((state) => ({ ...state, ...part }));

  async function open(): Promise<void> {
    if (store.getSnapshot().phase === "loading") return;
    set({ phase: "loading", problem: null });
    const answer = await load();
    // Closed while it was on its way: it stays closed, and it is kept that it was opened.
    const closed = store.getSnapshot().phase === "closed";
    if (answer.status === "refused") set({ phase: closed ? "closed" : "asking", problem: answer.message });
    else {
      const { solution } = answer;
      set({ phase: closed ? "closed" : "open", mark: solution.mark, solution });
    }
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    ask: () => {
      if (store.getSnapshot().mark === null) set({ phase: "asking", problem: null });
      else void open();
    },
    open,
    close: () => set({ phase: "closed", problem: null }),
  };
}
