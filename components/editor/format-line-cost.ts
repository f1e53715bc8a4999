import type { LineCost } from "../../core/image/report.ts";
import { formatBytes, formatDuration } from "../../core/text/format.ts";

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
