import type { LineCost } from "../../core/image/report.ts";
import { formatLineCost } from "./format-line-cost.ts";
import type { TrackedLine } from "./track-lines.ts";

export interface CostRow {
  /** 1-based, in the text as it is now. */
  readonly line: number;
  /** 1-based, in the text that was built. */
  readonly builtLine: number;
  readonly bytes: string;
  readonly time: string;
  /** The line was edited since: the cost is of what it was. */
  readonly stale: boolean;
}

/** The margin's rows. Lines that are gone have none. */
export function costRows(costs: readonly LineCost[], tracked: readonly TrackedLine[]): CostRow[] {
  const rows: CostRow[] = [];
  for (const cost of costs) {
    const now = tracked[cost.line - 1];
    if (now?.line === null || now === undefined) continue;
    const text = formatLineCost(cost);
    if (text.bytes === "" && text.time === "") continue;
    rows.push({ line: now.line, builtLine: cost.line, ...text, stale: now.changed });
  }
  return rows;
}
