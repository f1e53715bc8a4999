import type { BuildStep } from "../run/build-step.ts";
import type { ImageLayer, LineCost } from "./report.ts";

/**
 * What each line cost: the bytes of the layers it made (null for a line whose layer is not in the image, as in
 * an earlier stage) and the time of its steps (null when the build did not say). In order of lines.
 */
export function lineCosts(steps: readonly BuildStep[], layers: readonly ImageLayer[]): LineCost[] {
  const costs = new Map<number, LineCost>();
  const at = (line: number): LineCost =>
    costs.get(line) ?? { line, bytes: null, durationMs: null, cached: true };
  for (const step of steps) {
    // Looking up a base image's name is not what a line costs; it is no step of the student's.
    if (step.line === null || step.name.startsWith("[internal]")) continue;
    const cost = at(step.line);
    costs.set(step.line, {
      ...cost,
      durationMs: step.durationMs === null ? cost.durationMs : (cost.durationMs ?? 0) + step.durationMs,
      cached: cost.cached && step.state === "cached",
    });
  }
  for (const layer of layers) {
    if (layer.line === null) continue;
    const known = costs.has(layer.line);
    const cost = at(layer.line);
    costs.set(layer.line, {
      ...cost,
      bytes: (cost.bytes ?? 0) + layer.bytes,
      cached: known ? cost.cached : false,
    });
  }
  return [...costs.values()].toSorted((one, other) => one.line - other.line);
}

/** Milliseconds of all steps that really ran. Steps run side by side, so the wall time may be less. */
export function buildMilliseconds(steps: readonly BuildStep[]): number {
  return steps.reduce((sum, step) => (step.state === "cached" ? sum : sum + (step.durationMs ?? 0)), 0);
}
