import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ImageReport } from "../../../core/image/report.ts";
import type { RunEventBody, RunKind } from "../../../core/run/event.ts";
import type { LatestRuns } from "../../../core/run/latest-runs.ts";
import type { RunSummary } from "../../../core/run/run.ts";
import type { RunEventHandlers } from "./open-run-events.ts";
import { createRunsStore, type RunsApi } from "./runs-store.ts";

const summary = (id: string, kind: RunKind, state: RunSummary["state"] = "queued"): RunSummary => ({
  id,
  kind,
  lab: "a/b/c",
  state,
  outcome: null,
  message: null,
  createdAt: 0,
  finishedAt: null,
  lastSeq: 0,
});
const nothing: LatestRuns = { runs: [], reports: [], grade: null };

const report = (bytes: number): ImageReport => ({
  id: "sha256:x",
  bytes,
  layers: [],
  user: "",
  workdir: "",
  entrypoint: [],
  command: [],
  exposedPorts: [],
  environment: [],
  labels: {},
  healthcheck: null,
  waste: [],
  lines: [],
  buildMs: 0,
});

function open(latest = nothing, beforeStart = () => Promise.resolve(true)) {
  const streams: { runId: string; after: number; handlers: RunEventHandlers; closed: boolean }[] = [];
  let started = 0;
  const canceled: string[] = [];
  const api: RunsApi = {
    start: (kind) => Promise.resolve({ status: "started", run: summary(`run-${++started}`, kind) }),
    cancel: (id) => {
      canceled.push(id);
      return Promise.resolve(null);
    },
    latest: () => Promise.resolve(null),
  };
  const store = createRunsStore({
    latest,
    api,
    beforeStart,
    openEvents: (runId, after, handlers) => {
      const stream = { runId, after, handlers, closed: false };
      streams.push(stream);
      return () => {
        stream.closed = true;
      };
    },
  });
  const send = (at: number, seq: number, body: RunEventBody): void =>
    streams[at]?.handlers.onEvent({ seq, at: 0, ...body });
  return { store, streams, send, canceled, startedCount: () => started };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const text = (chunks: readonly { text: string }[]): string => chunks.map((chunk) => chunk.text).join("");

describe("runs", () => {
  it("does not start what the server does not have", async () => {
    const { store, startedCount } = open(nothing, () => Promise.resolve(false));
    await store.start("build");
    expect(startedCount()).toBe(0);
    expect(store.getSnapshot().problem).toContain("kept in this browser");
    expect(store.getSnapshot().starting).toBeNull();
  });

  it("takes events in together, and each line of the log once", async () => {
    const { store, send } = open();
    await store.start("build");
    const renders = vi.fn();
    store.subscribe(renders);
    for (let seq = 1; seq <= 500; seq += 1)
      send(0, seq, { type: "log", stepId: null, text: `line ${seq}\n` });
    send(0, 500, { type: "log", stepId: null, text: "again\n" });
    send(0, 3, { type: "log", stepId: null, text: "again\n" });
    await vi.advanceTimersByTimeAsync(20);
    expect(renders).toHaveBeenCalledTimes(1);
    const log = text(store.logOf("run-1").readFrom(0).chunks);
    expect(log.split("\n")).toHaveLength(501);
    expect(log).not.toContain("again");
    expect(store.getSnapshot().runs.build?.lastSeq).toBe(500);
  });

  it("goes on with the runs that the page was rendered with, from their first event", async () => {
    const { store, streams, send } = open({
      ...nothing,
      runs: [summary("old-build", "build", "finished"), summary("old-run", "start", "running")],
    });
    expect(store.getSnapshot().runs.build?.state).toBe("finished");
    store.resume();
    expect(streams.map(({ runId, after }) => [runId, after])).toEqual([
      ["old-build", 0],
      ["old-run", 0],
    ]);
    send(1, 1, {
      type: "container",
      container: { id: "c", state: "running", exitCode: null, ports: [8000] },
    });
    await vi.advanceTimersByTimeAsync(20);
    expect(store.getSnapshot().runs.start?.container?.state).toBe("running");
  });

  it("leaves the old run of a kind when a new one starts", async () => {
    const { store, streams, send } = open();
    await store.start("build");
    await store.start("build");
    expect(streams.map(({ closed }) => closed)).toEqual([true, false]);
    send(0, 1, { type: "notice", level: "info", text: "late" });
    await vi.advanceTimersByTimeAsync(20);
    expect(store.getSnapshot().runs.build).toMatchObject({ id: "run-2", notices: [] });
  });

  it("keeps the report before the newest for comparison", async () => {
    const { store, send } = open();
    for (const [index, bytes] of [900, 400, 300].entries()) {
      await store.start("build");
      send(index, 1, { type: "report", report: report(bytes) });
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(store.getSnapshot().reports.map((each) => each.report.bytes)).toEqual([300, 400]);
  });

  it("cancels only what runs", async () => {
    const { store, send, canceled } = open();
    await store.cancel("build");
    await store.start("build");
    await store.cancel("build");
    send(0, 1, { type: "final", outcome: "canceled", message: "", durationMs: 1 });
    await vi.advanceTimersByTimeAsync(20);
    await store.cancel("build");
    expect(canceled).toEqual(["run-1"]);
  });
});
