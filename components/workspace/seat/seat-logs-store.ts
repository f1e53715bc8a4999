import type { LogsOf, SeatLogEvent } from "../../../core/seat/log-events.ts";
import { createStore, type Store } from "../../client/create-store.ts";
import { createKeptLines, type KeptLine } from "../runs/kept-lines.ts";
import { createLogBuffer, type LogBuffer } from "../runs/log-buffer.ts";
import { createLinePrinter } from "../runs/print-lines.ts";
import type { SeatLogHandlers } from "./open-seat-logs.ts";

export interface SeatLogsState {
  /** Whose logs are open; null: none. */
  readonly of: LogsOf | null;
  /** For the heading: the project's or the container's name. */
  readonly title: string;
  /** `ended` comes with `message`: the stream does not come back by itself. */
  readonly connection: "opening" | "live" | "lost" | "ended";
  readonly message: string | null;
  /** Services heard of so far, by name. */
  readonly services: readonly string[];
  /** The service whose lines are shown; null: all. */
  readonly service: string | null;
  readonly paused: boolean;
  readonly log: LogBuffer;
}

export interface SeatLogsStore extends Pick<Store<SeatLogsState>, "getSnapshot" | "subscribe"> {
  open(of: LogsOf, title: string, service?: string | null): void;
  close(): void;
  choose(service: string | null): void;
  setPaused(paused: boolean): void;
  /** After an end. */
  again(): void;
  /** Follows while somebody looks; what it answers ends that. */
  watch(): () => void;
}

type OpenLogs = (of: LogsOf, handlers: SeatLogHandlers) => () => void;

interface Known {
  readonly id: string;
  readonly label: string;
  readonly group: string;
}

/** Logs of services in the seat, as the page shows them: bounded, and followed only while somebody looks. */
export function createSeatLogsStore(openLogs: OpenLogs): SeatLogsStore {
  const nothing = (): Omit<SeatLogsState, "of" | "title" | "service"> => ({
    connection: "opening",
    message: null,
    services: [],
    paused: false,
    log: createLogBuffer(),
  });
  const store = createStore<SeatLogsState>({ of: null, title: "", service: null, ...nothing() });
  const set = (change: Partial<SeatLogsState>): void => store.set((state) => ({ ...state, ...change }));
  let kept = createKeptLines();
  let printer = createLinePrinter();
  let sources = new Map<number, Known>();
  /** By container: the newest line that came, and where the stream of now began. */
  let newest = new Map<string, string>();
  let seenBefore = new Map<string, string>();
  let stop: (() => void) | null = null;
  let watched = false;

  function show(lines: readonly KeptLine[]): void {
    const { service, log, paused } = store.getSnapshot();
    const wanted = service === null ? lines : lines.filter(({ group }) => group === service);
    kept.add(lines);
    if (wanted.length === 0) return;
    log.append({ text: printer.print(wanted), stepId: null });
    if (!paused) log.notify();
  }

  function take(event: SeatLogEvent): void {
    switch (event.type) {
      case "source": {
        const group = event.service ?? event.label;
        sources.set(event.source, { id: event.container, label: event.label, group });
        printer.know(group, event.label);
        const { services } = store.getSnapshot();
        if (!services.includes(group)) set({ services: [...services, group].toSorted() });
        return;
      }
      case "lines": {
        const fresh: KeptLine[] = [];
        for (const { source, at, text } of event.lines) {
          const known = sources.get(source);
          if (known === undefined) continue;
          if (at !== "" && at <= (seenBefore.get(known.id) ?? "")) continue;
          if (at > (newest.get(known.id) ?? "")) newest.set(known.id, at);
          fresh.push({ label: known.label, group: known.group, text, ours: false });
        }
        show(fresh);
        return;
      }
      case "notice": {
        const known = sources.get(event.source);
        if (known !== undefined)
          show([{ label: known.label, group: known.group, text: event.text, ours: true }]);
        return;
      }
      case "end":
        if (event.again) set({ connection: "lost" });
        else {
          stop = null;
          set({ connection: "ended", message: event.text });
        }
    }
  }

  function follow(): void {
    const { of, connection } = store.getSnapshot();
    if (of === null || !watched || stop !== null || connection === "ended") return;
    stop = openLogs(of, {
      onBegin: () => {
        sources = new Map();
        seenBefore = new Map(newest);
        set({ connection: "live", message: null });
      },
      onEvent: take,
      onLost: () => set({ connection: "lost" }),
      onRefused: () => {
        stop = null;
        set({
          connection: "ended",
          message:
            "The server does not follow these logs now; too many may be open. Close one and try again.",
        });
      },
    });
  }

  function leave(): void {
    stop?.();
    stop = null;
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    open: (of, title, service = null) => {
      const now = store.getSnapshot();
      if (JSON.stringify(now.of) === JSON.stringify(of)) {
        if (now.service !== service) choose(service);
        return;
      }
      leave();
      kept = createKeptLines();
      printer = createLinePrinter();
      newest = new Map();
      set({ ...nothing(), of, title, service });
      follow();
    },
    close: () => {
      leave();
      set({ ...nothing(), of: null, title: "", service: null });
    },
    choose,
    setPaused: (paused) => {
      set({ paused });
      if (!paused) store.getSnapshot().log.notify();
    },
    again: () => {
      set({ connection: "opening", message: null });
      follow();
    },
    watch: () => {
      watched = true;
      follow();
      return () => {
        watched = false;
        leave();
      };
    },
  };

  function choose(service: string | null): void {
    const log = createLogBuffer();
    const lines = kept.of(service);
    if (lines.length > 0) log.append({ text: printer.print(lines), stepId: null });
    set({ service, log });
  }
}
