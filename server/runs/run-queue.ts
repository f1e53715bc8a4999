import { estimateWait } from "../../core/run/estimate-wait.ts";
import type { RunKind } from "../../core/run/event.ts";

export interface QueuePlace {
  readonly kind: RunKind;
  /** Told at once when it has to wait, and whenever it moves up. Position 1 is next. */
  readonly onMove: (position: number, estimateMs: number | null) => void;
}

interface Waiting extends QueuePlace {
  readonly enter: (release: () => void) => void;
}

/** How fast an estimate follows a change: the newest run counts a fifth. */
const WEIGHT = 0.2;

/** Slots for runs, first come, first served. What runs usually take is learned from those that ended. */
export class RunQueue {
  readonly #slots: number;
  readonly #typicalMs: Record<RunKind, number | null>;
  #running = new Set<{ kind: RunKind; since: number }>();
  #waiting: Waiting[] = [];

  constructor(slots: number, typicalMs: Readonly<Record<RunKind, number | null>>) {
    this.#slots = slots;
    this.#typicalMs = { ...typicalMs };
  }

  /**
   * Waits for a slot.
   * @returns the function that gives it back; calling it twice does no harm
   * @throws the signal's reason when it fires first
   */
  async enter(place: QueuePlace, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#running.size < this.#slots && this.#waiting.length === 0) return this.#occupy(place.kind);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason as Error);
        this.#tellPositions();
      };
      const waiting: Waiting = {
        ...place,
        enter: (release) => {
          signal.removeEventListener("abort", onAbort);
          resolve(release);
        },
      };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#waiting.push(waiting);
      this.#tell(waiting, this.#waiting.length);
    });
  }

  /** Learns from a run that ended by itself. */
  learn(kind: RunKind, durationMs: number): void {
    const known = this.#typicalMs[kind];
    this.#typicalMs[kind] = known === null ? durationMs : known + (durationMs - known) * WEIGHT;
  }

  #occupy(kind: RunKind): () => void {
    const entry = { kind, since: Date.now() };
    this.#running.add(entry);
    return () => {
      if (!this.#running.delete(entry)) return;
      const next = this.#waiting.shift();
      if (next !== undefined) next.enter(this.#occupy(next.kind));
      this.#tellPositions();
    };
  }

  #tellPositions(): void {
    this.#waiting.forEach((waiting, index) => this.#tell(waiting, index + 1));
  }

  #tell(waiting: Waiting, position: number): void {
    const now = Date.now();
    const estimate = estimateWait({
      running: [...this.#running].map(({ kind, since }) => ({ kind, elapsedMs: now - since })),
      ahead: this.#waiting.slice(0, position - 1).map((other) => other.kind),
      slots: this.#slots,
      typicalMs: this.#typicalMs,
    });
    waiting.onMove(position, estimate);
  }
}
