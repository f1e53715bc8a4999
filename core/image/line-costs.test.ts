import { describe, expect, it } from "vitest";
import type { BuildStep } from "../run/build-step.ts";
import { compareReports } from "./compare-reports.ts";
import { buildMilliseconds, lineCosts } from "./line-costs.ts";
import type { ImageLayer, ImageReport } from "./report.ts";

const step = (line: number | null, state: BuildStep["state"], durationMs: number | null): BuildStep => ({
  id: `${line} ${state}`,
  name: "[1/2] RUN x",
  state,
  line,
  stage: null,
  startedAt: null,
  durationMs,
  error: null,
});
const layer = (index: number, line: number | null, bytes: number, diffId = String(index)): ImageLayer => ({
  index,
  diffId,
  bytes,
  createdBy: `RUN ${index}`,
  origin: line === null ? "base" : "own",
  line,
});

describe("lineCosts", () => {
  it("joins time and bytes by line, and agrees with the own layers' sum", () => {
    const layers = [layer(0, null, 100), layer(1, 5, 30), layer(2, 7, 0)];
    const steps = [step(2, "done", 900), step(5, "done", 400), step(7, "cached", 0), step(null, "done", 50)];
    const costs = lineCosts(steps, layers);
    expect(costs).toEqual([
      { line: 2, bytes: null, durationMs: 900, cached: false },
      { line: 5, bytes: 30, durationMs: 400, cached: false },
      { line: 7, bytes: 0, durationMs: 0, cached: true },
    ]);
    expect(costs.reduce((sum, cost) => sum + (cost.bytes ?? 0), 0)).toBe(30);
    expect(buildMilliseconds(steps)).toBe(1350);
  });
});

describe("compareReports", () => {
  const report = (layers: ImageLayer[], buildMs: number): ImageReport => ({
    id: "sha256:a",
    bytes: layers.reduce((sum, one) => sum + one.bytes, 0),
    layers,
    user: "",
    workdir: "",
    entrypoint: [],
    command: [],
    exposedPorts: [],
    environment: [],
    labels: {},
    healthcheck: null,
    waste: [],
    lines: [
      { line: 5, bytes: 1, durationMs: 0, cached: true },
      { line: 6, bytes: 1, durationMs: 9, cached: false },
    ],
    buildMs,
  });

  it("pairs layers by content, then by instruction, and sums what changed", () => {
    const before = report([layer(0, null, 100), layer(1, 5, 30), layer(2, 6, 9)], 1000);
    const after = report(
      [layer(0, null, 100), layer(1, 5, 10, "new"), { ...layer(3, 9, 4), createdBy: "COPY" }],
      300,
    );
    const comparison = compareReports(before, after);
    expect(comparison).toMatchObject({ bytesChange: -25, buildMsChange: -700, cachedLines: [5] });
    expect(comparison.layers.map((one) => [one.status, one.bytesBefore, one.bytesAfter])).toEqual([
      ["same", 100, 100],
      ["changed", 30, 10],
      ["added", null, 4],
      ["removed", 9, null],
    ]);
  });
});
