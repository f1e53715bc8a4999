import { beforeEach, describe, expect, it, vi } from "vitest";
import type { LogsOf, SeatLogEvent } from "../../../core/seat/log-events.ts";
import type { SeatLogHandlers } from "./open-seat-logs.ts";
import { createSeatLogsStore } from "./seat-logs-store.ts";

const shop: LogsOf = { kind: "project", project: "shop" };
let handlers: SeatLogHandlers;
const stop = vi.fn();
const openLogs = vi.fn((_of: LogsOf, given: SeatLogHandlers) => {
  handlers = given;
  return stop;
});
beforeEach(() => vi.clearAllMocks());

const source = (number: number, service: string, label = `${service}-1`): SeatLogEvent => ({
  type: "source",
  source: number,
  container: service.padEnd(64, "0"),
  label,
  service,
});
const line = (number: number, second: number, text: string): SeatLogEvent => ({
  type: "lines",
  lines: [{ source: number, at: `2026-01-01T00:00:${String(second).padStart(2, "0")}Z`, text }],
});

function start() {
  const store = createSeatLogsStore(openLogs);
  store.open(shop, "shop");
  const leave = store.watch();
  handlers.onBegin();
  for (const event of [source(0, "db"), source(1, "api"), line(0, 1, "ready"), line(1, 2, "up")])
    handlers.onEvent(event);
  return { store, leave };
}
const shown = (store: ReturnType<typeof createSeatLogsStore>): string =>
  store
    .getSnapshot()
    .log.readFrom(0)
    .chunks.map(({ text }) => text)
    .join("");
const plain = (store: ReturnType<typeof createSeatLogsStore>): string[] =>
  shown(store)
    .replace(/\u001b\[\d+m/g, "")
    .trim()
    .split("\n");

describe("logs of services", () => {
  it("are followed only while somebody looks", () => {
    const store = createSeatLogsStore(openLogs);
    store.open(shop, "shop");
    expect(openLogs).not.toHaveBeenCalled();
    const leave = store.watch();
    expect(openLogs).toHaveBeenCalledTimes(1);
    leave();
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it("have the service at the beginning of each line, in a colour of its own", () => {
    const { store } = start();
    expect(plain(store)).toEqual(["db-1  │ ready", "api-1 │ up"]);
    const [db, api] = [...shown(store).matchAll(/\u001b\[(\d+)m\w+-1/g)].map(([, colour]) => colour);
    expect(db).not.toBe(api);
    expect(store.getSnapshot()).toMatchObject({ connection: "live", services: ["api", "db"] });
  });

  it("can be those of one service, of before as well, and of all again", () => {
    const { store } = start();
    store.choose("db");
    handlers.onEvent(line(1, 3, "unseen"));
    handlers.onEvent(line(0, 4, "more"));
    expect(plain(store)).toEqual(["db-1  │ ready", "db-1  │ more"]);
    store.choose(null);
    expect(plain(store)).toHaveLength(4);
  });

  it("go on after a lost connection without a line twice, though sources are numbered anew", () => {
    const { store } = start();
    handlers.onLost();
    expect(store.getSnapshot().connection).toBe("lost");
    handlers.onBegin();
    for (const event of [
      source(0, "api"),
      source(1, "db"),
      line(0, 2, "up"),
      line(1, 1, "ready"),
      line(1, 5, "new"),
    ])
      handlers.onEvent(event);
    expect(plain(store).slice(2)).toEqual(["db-1  │ new"]);
  });

  it("are kept while paused, and then told of", () => {
    const { store } = start();
    const told = vi.fn();
    store.getSnapshot().log.subscribe(told);
    store.setPaused(true);
    handlers.onEvent(line(0, 9, "meanwhile"));
    expect(told).not.toHaveBeenCalled();
    store.setPaused(false);
    expect(told).toHaveBeenCalledTimes(1);
    expect(plain(store).at(-1)).toBe("db-1  │ meanwhile");
  });

  it("say why they ended, and are asked for again only when somebody wants it", () => {
    const { store, leave } = start();
    handlers.onEvent({ type: "end", text: "asleep", again: false });
    expect(store.getSnapshot()).toMatchObject({ connection: "ended", message: "asleep" });
    leave();
    store.watch();
    expect(openLogs).toHaveBeenCalledTimes(1);
    store.again();
    expect(openLogs).toHaveBeenCalledTimes(2);
  });

  it("stay bounded", () => {
    const { store } = start();
    const lines = Array.from({ length: 1000 }, (_, index) => ({ source: 0, at: "", text: `line ${index}` }));
    for (let count = 0; count < 60; count += 1) handlers.onEvent({ type: "lines", lines });
    store.choose("db");
    expect(plain(store).length).toBeLessThanOrEqual(20_000);
    expect(plain(store).at(-1)).toContain("line 999");
  });
});
