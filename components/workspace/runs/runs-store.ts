import type { GradeReport } from "../../../core/check/result.ts";
import type { RunEvent, RunKind } from "../../../core/run/event.ts";
import type { BuildReport, LatestRuns } from "../../../core/run/latest-runs.ts";
import type { RunSummary } from "../../../core/run/run.ts";
import { createStore, type Store } from "../../client/create-store.ts";
import { createLogBuffer, type LogBuffer } from "./log-buffer.ts";
import type { RunEventHandlers } from "./open-run-events.ts";
import { createRunPrinter } from "./print-run-event.ts";
import { emptyRunView, reduceRun, type RunView } from "./run-view.ts";

export type StartAnswer =
  | { readonly status: "started"; readonly run: RunSummary }
  | { readonly status: "refused"; readonly message: string };

export interface RunsApi {
  start(kind: RunKind): Promise<StartAnswer>;
  /** Null when it was canceled, otherwise why not. */
  cancel(runId: string): Promise<string | null>;
  latest(): Promise<LatestRuns | null>;
}

export interface RunsState {
  /** The newest run of each kind. */
  readonly runs: Readonly<Record<RunKind, RunView | null>>;
  /** Asked for, not answered yet. */
  readonly starting: RunKind | null;
  readonly canceling: string | null;
  readonly problem: string | null;
  readonly connection: "live" | "lost";
  /** The last two builds that ended in a report, the newest first. */
  readonly reports: readonly BuildReport[];
  /** The last check's judgement; stays while the next one runs. */
  readonly grade: GradeReport | null;
}

export interface RunsStore extends Pick<Store<RunsState>, "getSnapshot" | "subscribe"> {
  /** Goes on listening to the runs that the page was rendered with. Call once, in the browser. */
  resume(): void;
  start(kind: RunKind): Promise<void>;
  cancel(kind: RunKind): Promise<void>;
  logOf(runId: string): LogBuffer;
  dismissProblem(): void;
  close(): void;
}

export interface RunsStoreOptions {
  readonly latest: LatestRuns;
  readonly api: RunsApi;
  readonly openEvents: (runId: string, after: number, handlers: RunEventHandlers) => () => void;
  /** Saves everything; false when the server does not have it all. */
  readonly beforeStart: () => Promise<boolean>;
  /** Events are taken in together this often: a thousand a second must not mean a thousand renders. */
  readonly batchMs?: number;
}

const UNSAVED_MESSAGE =
  "Not started: some of your text has not reached the server yet. It is kept in this browser; settle that first.";

export function createRunsStore(options: RunsStoreOptions): RunsStore {
  const { api, openEvents, beforeStart, batchMs = 16 } = options;
  const runOf = (kind: RunKind): RunView | null => {
    const summary = options.latest.runs.find((run) => run.kind === kind);
    return summary === undefined ? null : emptyRunView(summary);
  };
  const store = createStore<RunsState>({
    runs: { build: runOf("build"), start: runOf("start"), check: runOf("check") },
    starting: null,
    canceling: null,
    problem: null,
    connection: "live",
    reports: options.latest.reports,
    grade: options.latest.grade,
  });
  const logs = new Map<string, LogBuffer>();
  const closers = new Map<RunKind, () => void>();

  const logOf = (runId: string): LogBuffer => {
    const log = logs.get(runId) ?? createLogBuffer();
    logs.set(runId, log);
    return log;
  };

  /** Listens to a run and folds its events in batches into state and log. */
  function attach(view: RunView): void {
    closers.get(view.kind)?.();
    for (const [id] of logs) {
      const inUse = Object.values(store.getSnapshot().runs).some((run) => run?.id === id);
      if (!inUse) logs.delete(id);
    }
    const log = logOf(view.id);
    const print = createRunPrinter();
    let waiting: RunEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | null = null;
    let lastSeq = 0;

    const flush = (): void => {
      timer = null;
      const events = waiting;
      waiting = [];
      for (const event of events) for (const chunk of print(event)) log.append(chunk);
      store.set((state) => takeEvents(state, view, events));
      log.notify();
    };
    const stop = openEvents(view.id, 0, {
      onEvent: (event) => {
        // A stream that was opened again may repeat itself; the log has to hear each line once.
        if (event.seq <= lastSeq) return;
        lastSeq = event.seq;
        waiting.push(event);
        timer ??= setTimeout(flush, batchMs);
      },
      onConnection: (connection) => store.set((state) => ({ ...state, connection })),
    });
    closers.set(view.kind, () => {
      stop();
      if (timer !== null) clearTimeout(timer);
      closers.delete(view.kind);
    });
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    logOf,
    resume: () => {
      for (const view of Object.values(store.getSnapshot().runs)) if (view !== null) attach(view);
    },
    start: async (kind) => {
      if (store.getSnapshot().starting !== null) return;
      store.set((state) => ({ ...state, starting: kind, problem: null }));
      const saved = await beforeStart();
      const answer: StartAnswer = saved
        ? await api.start(kind)
        : { status: "refused", message: UNSAVED_MESSAGE };
      if (answer.status === "refused") {
        store.set((state) => ({ ...state, starting: null, problem: answer.message }));
        return;
      }
      const view = emptyRunView(answer.run);
      store.set((state) => ({ ...state, starting: null, runs: { ...state.runs, [view.kind]: view } }));
      attach(view);
    },
    cancel: async (kind) => {
      const run = store.getSnapshot().runs[kind];
      if (run === null || run.state === "finished") return;
      store.set((state) => ({ ...state, canceling: run.id, problem: null }));
      const problem = await api.cancel(run.id);
      store.set((state) => ({ ...state, canceling: null, problem }));
    },
    dismissProblem: () => store.set((state) => ({ ...state, problem: null })),
    close: () => {
      for (const [, close] of [...closers]) close();
    },
  };
}

function takeEvents(state: RunsState, attached: RunView, events: readonly RunEvent[]): RunsState {
  const before = state.runs[attached.kind];
  if (before?.id !== attached.id) return state;
  const view = events.reduce(reduceRun, before);
  const next = { ...state, runs: { ...state.runs, [view.kind]: view } };
  const report = view.report;
  if (view.kind === "build" && report !== null && before.report !== report) {
    const newest: BuildReport = { runId: view.id, finishedAt: events.at(-1)?.at ?? 0, report };
    const others = state.reports.filter((each) => each.runId !== view.id);
    return { ...next, reports: [newest, ...others].slice(0, 2) };
  }
  return view.kind === "check" && view.grade !== null ? { ...next, grade: view.grade } : next;
}

/** One build and one check at a time; a new Run replaces the container that runs. */
export function mayStart(state: RunsState, kind: RunKind): boolean {
  if (state.starting !== null) return false;
  const run = state.runs[kind];
  return kind === "start" || run === null || run.state === "finished";
}

/** The run that the line beside the buttons is about: one that works, otherwise the one started last. */
export function newestRun(runs: RunsState["runs"]): RunView | null {
  const all = Object.values(runs).filter((run) => run !== null);
  const working = all.filter((run) => run.state !== "finished" && !isServing(run));
  const pool = working.length > 0 ? working : all;
  return pool.toSorted((a, b) => b.startedAt - a.startedAt)[0] ?? null;
}

/** A container that is up is no work that somebody waits for. */
export function isServing(run: RunView): boolean {
  return run.kind === "start" && run.state === "running" && run.container?.state === "running";
}
