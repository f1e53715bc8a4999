import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../../core/dockerfile/parse-dockerfile.ts";
import type { BuildStep } from "../../../core/run/build-step.ts";
import type { RunEventBody } from "../../../core/run/event.ts";
import { BuildProgress } from "./build-progress.ts";
import type { BuildTrace, TraceVertex } from "./decode-trace.ts";
import { LogBuffer } from "./log-buffer.ts";

function follow(traces: Partial<BuildTrace>[], limitBytes = 1e6) {
  const events: RunEventBody[] = [];
  const emit = (event: RunEventBody) => events.push(event);
  let isFull = false;
  const log = new LogBuffer(emit, limitBytes, () => (isFull = true));
  const progress = new BuildProgress(parseDockerfile("FROM a\nRUN one\nRUN two\n"), log, emit);
  for (const trace of traces) progress.take({ vertexes: [], statuses: [], logs: [], warnings: [], ...trace });
  log.flush();
  const text = events.map((event) => (event.type === "log" ? event.text : "")).join("");
  return { events, progress, isFull, text: text.replace(/\u001b\[\d+m/g, ""), steps: lastSteps(events) };
}

function lastSteps(events: RunEventBody[]): BuildStep[] {
  const steps = new Map<string, BuildStep>();
  for (const event of events) if (event.type === "step") steps.set(event.step.id, event.step);
  return [...steps.values()];
}

const vertex = (digest: string, name: string, more: Partial<TraceVertex> = {}): TraceVertex => ({
  digest,
  name,
  cached: false,
  startedAt: null,
  completedAt: null,
  error: "",
  ...more,
});
const log = (digest: string, text: string, at = 1500) => ({ vertex: digest, at, bytes: Buffer.from(text) });

describe("BuildProgress", () => {
  it("prints a build as BuildKit does", () => {
    const one = { startedAt: 1000 };
    const { text, steps } = follow([
      {
        vertexes: [
          vertex("a", "[stage-0 1/3] FROM a"),
          vertex("b", "[stage-0 2/3] RUN one"),
          vertex("c", "[stage-0 3/3] RUN two"),
        ],
      },
      { vertexes: [vertex("a", "[stage-0 1/3] FROM a", { startedAt: 900, completedAt: 900, cached: true })] },
      { vertexes: [vertex("b", "[stage-0 2/3] RUN one", one)] },
      { logs: [log("b", "hel"), log("b", "lo\nrest")] },
      { vertexes: [vertex("b", "[stage-0 2/3] RUN one", { ...one, completedAt: 2250 })] },
      {
        vertexes: [
          vertex("c", "[stage-0 3/3] RUN two", { startedAt: 2300, completedAt: 2400, error: "exit code: 1" }),
        ],
      },
    ]);
    expect(text).toBe(
      [
        "#1 [stage-0 1/3] FROM a",
        "#1 CACHED",
        "",
        "#2 [stage-0 2/3] RUN one",
        "#2 0.500 hello",
        "#2 rest",
        "#2 DONE 1.3s",
        "",
        "#3 [stage-0 3/3] RUN two",
        "#3 ERROR: exit code: 1",
        "",
        "",
      ].join("\n"),
    );
    expect(steps.map((step) => [step.line, step.state, step.durationMs])).toEqual([
      [1, "cached", 0],
      [2, "done", 1250],
      [3, "failed", 100],
    ]);
  });

  it("keeps a character that arrives in two pieces whole, and shows invalid UTF-8 as such", () => {
    const euro = Buffer.from("€\n");
    const { text } = follow([
      { vertexes: [vertex("b", "[stage-0 2/3] RUN one", { startedAt: 1 })] },
      {
        logs: [
          { vertex: "b", at: 1, bytes: euro.subarray(0, 2) },
          { vertex: "b", at: 1, bytes: euro.subarray(2) },
        ],
      },
      { logs: [{ vertex: "b", at: 1, bytes: Uint8Array.from([0xff, 10]) }] },
    ]);
    expect(text).toContain("€\n");
    expect(text).toContain("\uFFFD\n");
  });

  it("sends the log of a step before the step's end", () => {
    const { events } = follow([
      { vertexes: [vertex("b", "[stage-0 2/3] RUN one", { startedAt: 1 })] },
      { logs: [log("b", "last words\n")] },
      { vertexes: [vertex("b", "[stage-0 2/3] RUN one", { startedAt: 1, completedAt: 5 })] },
    ]);
    const said = events.findIndex((event) => event.type === "log" && event.text.includes("last words"));
    const done = events.findIndex((event) => event.type === "step" && event.step.state === "done");
    expect(said).toBeGreaterThan(-1);
    expect(said).toBeLessThan(done);
  });

  it("breaks a line without end, keeps events within 64 KiB, and ends at the limit", () => {
    const endless = Array.from({ length: 40 }, () => ({ logs: [log("b", "x".repeat(30_000))] }));
    const { events, isFull } = follow(
      [{ vertexes: [vertex("b", "[stage-0 2/3] RUN one", { startedAt: 1 })] }, ...endless],
      500_000,
    );
    const sizes = events.map((event) => (event.type === "log" ? Buffer.byteLength(event.text) : 0));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(500_000);
    expect(isFull).toBe(true);
  });

  it("does not grow with a liar's steps", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => vertex(`v${index}`, "x"));
    expect(follow([{ vertexes: many }]).steps.length).toBeLessThanOrEqual(2000);
  });
});
