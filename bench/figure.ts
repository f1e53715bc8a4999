/** What a measure found, repeated: `value` is the median of `samples`, or what its row says. */
export interface Figure {
  readonly value: number;
  readonly unit: Unit;
  readonly samples: readonly number[];
}

export type Unit = "ms" | "bytes" | "lines/s" | "score";

/** One line of the table: a figure of ours, and what it is held against. */
export interface Row {
  readonly measure: string;
  readonly ours: Figure | null;
  readonly beside: { readonly what: string; readonly figure: Figure | null } | null;
  /** What a reader has to know to judge the figure, or why there is none. */
  readonly note?: string;
}

export function figure(unit: Unit, samples: readonly number[]): Figure {
  return { value: median(samples), unit, samples };
}

/** The value that the given share of the samples does not exceed: 0.95 of 20 is the 19th. NaN of nothing. */
export function quantile(unit: Unit, samples: readonly number[], share: number): Figure {
  const sorted = [...samples].sort((a, b) => a - b);
  return { value: sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN, unit, samples };
}

/** NaN of nothing. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}

/** Ours divided by what stands beside it; null where there is nothing of the same unit. */
export function ratioOf(row: Row): number | null {
  const beside = row.beside?.figure;
  if (row.ours === null || beside === null || beside === undefined) return null;
  if (beside.unit !== row.ours.unit || beside.value === 0) return null;
  const ratio = row.ours.value / beside.value;
  return Number.isFinite(ratio) ? ratio : null;
}
