import type { SeatContainers } from "../../../core/seat/containers.ts";
import { createStore, type Store } from "../../client/create-store.ts";
import { lookRepeatedly } from "../../client/look-repeatedly.ts";

/** Which port a preview is asked of: one published in the seat, or one of the container of Run. */
export interface PreviewPort {
  readonly of: "seat" | "app";
  readonly port: number;
}

export type RunningAnswer<Value> =
  | { readonly status: "done"; readonly value: Value }
  | { readonly status: "refused"; readonly message: string };

export interface RunningApi {
  list(): Promise<RunningAnswer<SeatContainers>>;
  /** Null, or why not. */
  stop(containerId: string): Promise<string | null>;
  /** A link that works once. */
  openPreview(target: PreviewPort): Promise<RunningAnswer<string>>;
}

/** An empty window of the browser that is to show a preview. */
export interface PreviewWindow {
  go(url: string): void;
  close(): void;
}

export interface RunningState {
  /** Null until somebody has looked. */
  readonly running: SeatContainers | null;
  /** Ids of containers that are being stopped. */
  readonly stopping: ReadonlySet<string>;
  readonly problem: string | null;
  /** A preview that the browser did not open by itself. */
  readonly link: { readonly port: number; readonly url: string } | null;
}

export interface RunningStore extends Pick<Store<RunningState>, "getSnapshot" | "subscribe"> {
  /** Looks now and then until the answer is called. */
  watch(): () => void;
  stop(containerId: string): Promise<void>;
  openPreview(target: PreviewPort): Promise<void>;
  dismiss(): void;
}

const EVERY_MS = 3000;
/** Nothing has changed for a while, or nothing can run: nobody waits for it. */
const SELDOM_MS = 10_000;
const CALM_LOOKS = 20;

/** What runs in the seat, as the page shows it. It asks only while somebody looks. */
export function createRunningStore(api: RunningApi, openWindow: () => PreviewWindow | null): RunningStore {
  const store = createStore<RunningState>({ running: null, stopping: new Set(), problem: null, link: null });
  const set = (change: Partial<RunningState>): void => store.set((state) => ({ ...state, ...change }));
  let calm = 0;
  let lookFailed = false;

  async function look(): Promise<void> {
    const answer = await api.list();
    if (answer.status === "refused") {
      calm = CALM_LOOKS;
      lookFailed = true;
      set({ problem: answer.message });
      return;
    }
    if (lookFailed) set({ problem: null });
    lookFailed = false;
    const before = store.getSnapshot().running;
    calm = before !== null && essence(before) === essence(answer.value) ? calm + 1 : 0;
    if (JSON.stringify(before) !== JSON.stringify(answer.value)) set({ running: answer.value });
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    watch: () => {
      calm = 0;
      return lookRepeatedly(look, () => {
        const seldom = calm >= CALM_LOOKS || store.getSnapshot().running?.seat !== "awake";
        return seldom ? SELDOM_MS : EVERY_MS;
      });
    },
    stop: async (containerId) => {
      const { stopping } = store.getSnapshot();
      set({ stopping: new Set([...stopping, containerId]), problem: null });
      const problem = await api.stop(containerId);
      const { running, stopping: now } = store.getSnapshot();
      const left = new Set(now);
      left.delete(containerId);
      if (problem !== null || running === null) set({ stopping: left, problem });
      else {
        // Not asked anew: the engine's list knows a moment later than its answer to the stop.
        const containers = running.containers.filter(({ id }) => id !== containerId);
        set({ stopping: left, running: { ...running, containers } });
      }
    },
    openPreview: async (target) => {
      set({ problem: null, link: null });
      // Opened at once, while the browser still knows that a person asked for it.
      const opened = openWindow();
      const answer = await api.openPreview(target);
      if (answer.status === "refused") {
        opened?.close();
        set({ problem: answer.message });
      } else if (opened === null) set({ link: { port: target.port, url: answer.value } });
      else opened.go(answer.value);
    },
    dismiss: () => set({ problem: null, link: null }),
  };
}

/** What somebody would wait for: a probe that words its answer differently each time is no change. */
const essence = (running: SeatContainers): string =>
  JSON.stringify(running, (key, value: unknown) => (key === "output" ? undefined : value));
