import type { RunKind } from "../../core/run/event.ts";

/** What a run of a lab and kind held a slot for, as it was measured. */
export interface MeasuredDuration {
  readonly lab: string;
  readonly kind: RunKind;
  readonly durationMs: number;
}

/** How fast an estimate follows a change: the newest run counts a fifth. */
const WEIGHT = 0.2;
/** A start holds its slot only until its container runs; until one has been seen. */
const START_MS = 3000;

/** What runs usually take: of the same lab where one has ended, otherwise of the same kind. */
export class TypicalDurations {
  readonly #known = new Map<string, number>();

  /** @param measured the oldest first */
  constructor(measured: readonly MeasuredDuration[] = []) {
    for (const { durationMs, ...run } of measured) this.learn(run, durationMs);
  }

  /** In ms; null while no run of this kind has ended. */
  get({ lab, kind }: { readonly lab: string; readonly kind: RunKind }): number | null {
    const known = this.#known.get(`${kind} ${lab}`) ?? this.#known.get(kind);
    return known ?? (kind === "start" ? START_MS : null);
  }

  /** Learns from a run that ended by itself. */
  learn({ lab, kind }: { readonly lab: string; readonly kind: RunKind }, durationMs: number): void {
    for (const key of [kind, `${kind} ${lab}`]) {
      const known = this.#known.get(key);
      this.#known.set(key, known === undefined ? durationMs : known + (durationMs - known) * WEIGHT);
    }
  }
}
