import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SeatContainers } from "../../../core/seat/containers.ts";
import { createRunningStore, type RunningApi } from "./running-store.ts";

const id = "a".repeat(64);
const web = {
  id,
  name: "web",
  image: "x",
  state: "running",
  status: "Up",
  exitCode: null,
  compose: null,
  health: null,
  ports: [],
  networks: [],
  mounts: [],
} as const;
const nothing = { more: false, networks: [], volumes: [], unnamedVolumes: 0 } as const;
const awake = (containers: SeatContainers["containers"]): SeatContainers => ({
  seat: "awake",
  containers,
  ...nothing,
});

let answer: SeatContainers = awake([web]);
const list = vi.fn<RunningApi["list"]>(() => Promise.resolve({ status: "done", value: answer }));
const stop = vi.fn<RunningApi["stop"]>(() => Promise.resolve(null));
const openPreview = vi.fn<RunningApi["openPreview"]>(() =>
  Promise.resolve({ status: "done", value: "http://p/" }),
);
const opened = { go: vi.fn(), close: vi.fn() };
const api: RunningApi = { list, stop, openPreview };

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  answer = awake([web]);
});
afterEach(() => vi.useRealTimers());

describe("what runs", () => {
  it("is asked for every three seconds while somebody looks, and not after", async () => {
    const store = createRunningStore(api, () => opened);
    const leave = store.watch();
    await vi.advanceTimersByTimeAsync(9500);
    expect(list).toHaveBeenCalledTimes(4);
    expect(store.getSnapshot().running).toEqual(answer);
    leave();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(list).toHaveBeenCalledTimes(4);
  });

  it("is asked for less often when nothing changes, and often again when something does", async () => {
    const store = createRunningStore(api, () => opened);
    store.watch();
    await vi.advanceTimersByTimeAsync(120_000);
    list.mockClear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(list.mock.calls.length).toBeLessThan(8);
    answer = awake([]);
    await vi.advanceTimersByTimeAsync(20_000);
    list.mockClear();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(list.mock.calls.length).toBeGreaterThanOrEqual(9);
  });

  it("is asked for seldom while the seat sleeps", async () => {
    answer = { seat: "asleep", containers: [], ...nothing };
    createRunningStore(api, () => opened).watch();
    await vi.advanceTimersByTimeAsync(60_500);
    expect(list.mock.calls.length).toBeLessThanOrEqual(7);
  });

  it("stays on the page, unchanged, while the server does not answer", async () => {
    const store = createRunningStore(api, () => opened);
    store.watch();
    await vi.advanceTimersByTimeAsync(100);
    list.mockResolvedValueOnce({ status: "refused", message: "no" });
    await vi.advanceTimersByTimeAsync(3000);
    expect(store.getSnapshot()).toMatchObject({ running: awake([web]), problem: "no" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(store.getSnapshot().problem).toBeNull();
  });
});

describe("stopping", () => {
  it("shows what is being stopped, and then the others, whatever the list still says", async () => {
    const other = { ...web, id: "b".repeat(64) };
    answer = awake([web, other]);
    const store = createRunningStore(api, () => opened);
    store.watch();
    await vi.advanceTimersByTimeAsync(100);
    stop.mockImplementationOnce(() => {
      expect(store.getSnapshot().stopping.has(id)).toBe(true);
      return Promise.resolve(null);
    });
    await store.stop(id);
    expect(store.getSnapshot()).toMatchObject({ running: awake([other]), problem: null });
    expect(store.getSnapshot().stopping.size).toBe(0);
  });

  it("says why it did not come to it", async () => {
    const store = createRunningStore(api, () => opened);
    stop.mockResolvedValueOnce("why not");
    await store.stop(id);
    expect(store.getSnapshot().problem).toBe("why not");
    expect(store.getSnapshot().stopping.size).toBe(0);
  });
});

describe("a preview", () => {
  const target = { of: "seat", port: 8000 } as const;

  it("opens in a tab that was opened at the press", async () => {
    const openWindow = vi.fn(() => opened);
    const store = createRunningStore(api, openWindow);
    const done = store.openPreview(target);
    expect(openWindow).toHaveBeenCalledTimes(1);
    await done;
    expect(opened.go).toHaveBeenCalledWith("http://p/");
    expect(openPreview).toHaveBeenCalledWith(target);
  });

  it("is a link where the browser opens no tab, and words where there is none", async () => {
    const store = createRunningStore(api, () => null);
    await store.openPreview(target);
    expect(store.getSnapshot().link).toEqual({ port: 8000, url: "http://p/" });
    openPreview.mockResolvedValueOnce({ status: "refused", message: "asleep" });
    const second = createRunningStore(api, () => opened);
    await second.openPreview(target);
    expect(second.getSnapshot()).toMatchObject({ problem: "asleep", link: null });
    expect(opened.close).toHaveBeenCalled();
  });
});
