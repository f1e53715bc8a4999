import type { LineCost } from "../../core/image/report.ts";

const units = ["kB", "MB", "GB"] as const;

/** Decimal units, three digits at most: 999 B, 1.2 kB, 182 MB. */
function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  let value = bytes / 1000;
  let unit = 0;
  // 999.6 is written 1.0 of the next unit, never 1000.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : String(Math.round(value))} ${units[unit] ?? "GB"}`;
}

/** 0.4 s, 14.2 s, 75 s, 12 min. */
function formatDuration(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  return seconds < 600 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

export interface LineCostText {
  /** "+182 MB", "0 B", or empty where the line makes no layer. */
  readonly bytes: string;
  /** "14.2 s", "cached", or empty. */
  readonly time: string;
}

/** What the margin says of one line. */
export function formatLineCost(cost: LineCost): LineCostText {
  const bytes = cost.bytes === null ? "" : cost.bytes === 0 ? "0 B" : `+${formatBytes(cost.bytes)}`;
  const time = cost.cached ? "cached" : cost.durationMs === null ? "" : formatDuration(cost.durationMs);
  return { bytes, time };
}
