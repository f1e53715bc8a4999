import type { ImageReport } from "./report.ts";

export interface LayerChange {
  readonly createdBy: string;
  /** Line in the newer Dockerfile, for a removed layer in the older one. */
  readonly line: number | null;
  readonly status: "same" | "changed" | "added" | "removed";
  readonly bytesBefore: number | null;
  readonly bytesAfter: number | null;
}

/** Two builds of one lab, the older one first. Bytes and milliseconds; a negative change is a saving. */
export interface ReportComparison {
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly bytesChange: number;
  readonly buildMsBefore: number;
  readonly buildMsAfter: number;
  readonly buildMsChange: number;
  readonly wasteBytesBefore: number;
  readonly wasteBytesAfter: number;
  /** Lines of the newer build whose every step came from the cache. */
  readonly cachedLines: readonly number[];
  readonly layers: readonly LayerChange[];
}

export function compareReports(before: ImageReport, after: ImageReport): ReportComparison {
  return {
    bytesBefore: before.bytes,
    bytesAfter: after.bytes,
    bytesChange: after.bytes - before.bytes,
    buildMsBefore: before.buildMs,
    buildMsAfter: after.buildMs,
    buildMsChange: after.buildMs - before.buildMs,
    wasteBytesBefore: before.waste.reduce((sum, waste) => sum + waste.bytes, 0),
    wasteBytesAfter: after.waste.reduce((sum, waste) => sum + waste.bytes, 0),
    cachedLines: after.lines.filter((line) => line.cached).map((line) => line.line),
    layers: compareLayers(before, after),
  };
}

/** Layers are paired by diff id first (the same bytes), then by the instruction that made them. */
function compareLayers(before: ImageReport, after: ImageReport): LayerChange[] {
  const old = [...before.layers];
  const take = (fits: (layer: ImageReport["layers"][number]) => boolean) => {
    const at = old.findIndex(fits);
    return at === -1 ? undefined : old.splice(at, 1)[0];
  };
  const same = after.layers.map((layer) => take((one) => one.diffId === layer.diffId));
  const changes = after.layers.map((layer, index): LayerChange => {
    const equal = same[index];
    const earlier = equal ?? take((one) => one.createdBy === layer.createdBy && one.origin === layer.origin);
    return {
      createdBy: layer.createdBy,
      line: layer.line,
      status: equal !== undefined ? "same" : earlier === undefined ? "added" : "changed",
      bytesBefore: earlier?.bytes ?? null,
      bytesAfter: layer.bytes,
    };
  });
  const removed = old.map((layer): LayerChange => ({
    createdBy: layer.createdBy,
    line: layer.line,
    status: "removed",
    bytesBefore: layer.bytes,
    bytesAfter: null,
  }));
  return [...changes, ...removed];
}
