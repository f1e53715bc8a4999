import type { TerminalSummary } from "../../../core/terminal/protocol.ts";
import { createStore, type Store } from "../../client/create-store.ts";

export type TerminalsAnswer<Value> =
  | { readonly status: "done"; readonly value: Value }
  | { readonly status: "refused"; readonly message: string };

export interface TerminalsApi {
  list(): Promise<TerminalsAnswer<readonly TerminalSummary[]>>;
  create(): Promise<TerminalsAnswer<TerminalSummary>>;
  close(id: string): Promise<void>;
  /** A new seat instead of the one there is. Null, or why not. */
  freshSeat(): Promise<string | null>;
}

export interface TerminalsState {
  /** Null until somebody has looked. */
  readonly terminals: readonly TerminalSummary[] | null;
  readonly selected: string | null;
  readonly problem: string | null;
  /** "fresh": a new seat is on its way. */
  readonly busy: "opening" | "fresh" | null;
}

/** `interrupt`: what runs in the terminal is ended first, as by Ctrl+C. */
export type RunCommand = (command: string, interrupt: boolean) => void;

export interface TerminalsStore extends Pick<Store<TerminalsState>, "getSnapshot" | "subscribe"> {
  /** Finds the student's terminals, and opens a first one where there is none and one is wanted. */
  look(): Promise<void>;
  create(): Promise<void>;
  select(id: string): void;
  close(id: string): Promise<void>;
  /** One of them could not be reached: it may be gone. */
  refresh(): Promise<void>;
  freshSeat(): Promise<void>;
  /** How a command is run in a terminal on the page; null when it has left. */
  setRunner(id: string, run: RunCommand | null): void;
  /** Runs a command in a terminal of this lab, as soon as there is one: the one in view, or another, or a new one. */
  run(command: string, interrupt?: boolean): void;
  dismissProblem(): void;
}

/** The student's terminals as the page shows them; what is in them is the terminals' own affair. */
export function createTerminalsStore(
  api: TerminalsApi,
  /** The lab whose commands are run. Terminals of other labs work in other folders. */
  lab: string,
  // Where the terminal is in view from the start, looking at the page is not yet asking for a seat.
  { opensFirst = true }: { readonly opensFirst?: boolean } = {},
): TerminalsStore {
  const store = createStore<TerminalsState>({ terminals: null, selected: null, problem: null, busy: null });
  const runners = new Map<string, RunCommand>();
  let waiting: { readonly command: string; readonly interrupt: boolean }[] = [];
  const set = (part: Partial<TerminalsState>): void => store.set((state) => ({ ...state, ...part }));

  function setTerminals(terminals: readonly TerminalSummary[], wanted: string | null): void {
    const kept = terminals.find(({ id }) => id === (wanted ?? store.getSnapshot().selected));
    set({ terminals, selected: (kept ?? lastOwn(terminals) ?? terminals.at(-1))?.id ?? null });
  }

  const lastOwn = (terminals: readonly TerminalSummary[]): TerminalSummary | undefined =>
    terminals.findLast((terminal) => terminal.lab === lab);

  async function create(): Promise<void> {
    if (store.getSnapshot().busy !== null) return;
    set({ busy: "opening", problem: null });
    const answer = await api.create();
    set({ busy: null });
    if (answer.status === "refused") {
      // Typed later, when somebody has closed a terminal, a command would come out of nowhere.
      waiting = [];
      set({ problem: answer.message });
    } else setTerminals([...(store.getSnapshot().terminals ?? []), answer.value], answer.value.id);
  }

  async function refresh(): Promise<void> {
    const answer = await api.list();
    if (answer.status === "done") setTerminals(answer.value, null);
  }

  function flush(): void {
    const { terminals, selected } = store.getSnapshot();
    const run = runners.get(selected ?? "");
    const current = terminals?.find(({ id }) => id === selected);
    if (run === undefined || current?.lab !== lab) return;
    for (const { command, interrupt } of waiting) run(command, interrupt);
    waiting = [];
  }

  /** Brings a terminal of this lab into view for the commands that wait. */
  async function seekOwn(): Promise<void> {
    const { terminals, selected } = store.getSnapshot();
    if (terminals === null || waiting.length === 0) return;
    const own = terminals.find(({ id }) => id === selected)?.lab === lab ? null : lastOwn(terminals);
    if (own === undefined) await create();
    else if (own !== null) set({ selected: own.id });
    flush();
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    create,
    refresh,
    look: async () => {
      if (store.getSnapshot().terminals !== null) return;
      const answer = await api.list();
      if (answer.status === "refused") set({ problem: answer.message });
      else {
        setTerminals(answer.value, null);
        if (answer.value.length === 0 && opensFirst) await create();
        else await seekOwn();
      }
    },
    select: (id) => {
      set({ selected: id });
      flush();
    },
    close: async (id) => {
      const left = (store.getSnapshot().terminals ?? []).filter((terminal) => terminal.id !== id);
      setTerminals(left, null);
      await api.close(id);
    },
    freshSeat: async () => {
      set({ busy: "fresh", problem: null });
      set({ problem: await api.freshSeat(), busy: null });
    },
    setRunner: (id, run) => {
      if (run === null) runners.delete(id);
      else runners.set(id, run);
      flush();
    },
    run: (command, interrupt = false) => {
      waiting.push({ command, interrupt });
      void seekOwn();
    },
    dismissProblem: () => set({ problem: null }),
  };
}
