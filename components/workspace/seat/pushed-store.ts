import type { DeletePushedRequest, PushedImages } from "../../../core/registry/listing.ts";
import { createStore, type Store } from "../../client/create-store.ts";
import { lookRepeatedly } from "../../client/look-repeatedly.ts";

export type PushedAnswer =
  | { readonly status: "done"; readonly value: PushedImages }
  | { readonly status: "refused"; readonly message: string };

export interface PushedApi {
  list(): Promise<PushedAnswer>;
  /** Null, or why not. */
  delete(request: DeletePushedRequest): Promise<string | null>;
}

export interface PushedState {
  /** Null until somebody has looked. */
  readonly pushed: PushedImages | null;
  /** "<repository>@<digest>" of the image that the student is asked about, and of those that are being deleted. */
  readonly asked: string | null;
  readonly deleting: ReadonlySet<string>;
  readonly problem: string | null;
}

export interface PushedStore extends Pick<Store<PushedState>, "getSnapshot" | "subscribe"> {
  /** Looks now and then until the answer is called. */
  watch(): () => void;
  /** Asks whether to delete an image; null: never mind. */
  ask(key: string | null): void;
  delete(request: DeletePushedRequest): Promise<void>;
}

/** A push takes longer, and each look is a command in the seat. */
const EVERY_MS = 10_000;

export const keyOf = ({ repository, digest }: DeletePushedRequest) => `${repository}@${digest}`;

/** What the student has in the class registry, as the page shows it. It asks only while somebody looks. */
export function createPushedStore(api: PushedApi): PushedStore {
  const store = createStore<PushedState>({ pushed: null, asked: null, deleting: new Set(), problem: null });
  const set = (change: Partial<PushedState>): void => store.set((state) => ({ ...state, ...change }));

  async function look(): Promise<void> {
    const answer = await api.list();
    if (answer.status === "done") set({ pushed: answer.value, problem: null });
    else set({ problem: answer.message });
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    watch: () => lookRepeatedly(look, () => EVERY_MS),
    ask: (asked) => set({ asked }),
    delete: async (request) => {
      const key = keyOf(request);
      set({ asked: null, deleting: new Set([...store.getSnapshot().deleting, key]) });
      const problem = await api.delete(request);
      if (problem === null) await look();
      const left = new Set(store.getSnapshot().deleting);
      left.delete(key);
      set({ deleting: left, ...(problem === null ? {} : { problem }) });
    },
  };
}
