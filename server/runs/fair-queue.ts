import type { Occupied, Place, Turn } from "../../core/run/plan-queue.ts";
import { compareTurns, laneOf, pickNext, planQueue } from "../../core/run/plan-queue.ts";
import type { TypicalDurations } from "./typical-durations.ts";

export interface QueueListener {
  /** Told at once when it has to wait, and whenever its place changes. Position 1 is next. */
  readonly onMove: (place: Place) => void;
  /** Told why nobody is let in, in words for students; null when the queue is open again. */
  readonly onHold: (reason: string | null) => void;
}

interface Waiting {
  readonly turn: Turn;
  readonly listener: QueueListener;
  readonly enter: () => void;
  told: Place | null;
}

/** An estimate that differs less than this from the one that was told is not told again. */
const SAME_MS = 3000;
const SAME_SHARE = 0.2;
/** While somebody waits, estimates are looked at this often: a run may take longer than is usual. */
const LOOK_MS = 10_000;

/**
 * Slots of one seat host. Rounds are served one after the other, and a student has one run in each, so that
 * everybody has a turn before anybody has a second (`Turn.round`, given by `insertRun`). What waits is in the
 * database; after a restart the same runs enter again and get the same places.
 */
export class FairQueue {
  readonly #slots: number;
  readonly #durations: TypicalDurations;
  readonly #running = new Map<Turn, number>();
  #waiting: Waiting[] = [];
  #hold: string | null = null;
  #look: NodeJS.Timeout | null = null;

  constructor(slots: number, durations: TypicalDurations) {
    this.#slots = slots;
    this.#durations = durations;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Waits for a slot.
   * @returns the function that gives it back; calling it twice does no harm
   * @throws the signal's reason when it fires first
   */
  async enter(turn: Turn, listener: QueueListener, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason as Error);
        this.#tellPlaces();
      };
      const enter = () => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      };
      const waiting: Waiting = { turn, listener, enter, told: null };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#waiting.push(waiting);
      this.#waiting.sort((one, other) => compareTurns(one.turn, other.turn));
      this.#advance();
      if (this.#hold !== null && this.#waiting.includes(waiting)) listener.onHold(this.#hold);
    });
    return () => {
      if (this.#running.delete(turn)) this.#advance();
    };
  }

  /**
   * Lets nobody in, for a reason that those who wait are told; null opens again. Who has a slot keeps it.
   */
  hold(reason: string | null): void {
    if (reason === this.#hold) return;
    this.#hold = reason;
    for (const { listener } of this.#waiting) listener.onHold(reason);
    this.#advance();
  }

  #advance(): void {
    while (this.#hold === null && this.#running.size < this.#slots) {
      const turns = this.#waiting.map(({ turn }) => turn);
      const index = pickNext(turns, [...this.#running.keys()].map(laneOf));
      const [next] = index < 0 ? [] : this.#waiting.splice(index, 1);
      if (next === undefined) break;
      this.#running.set(next.turn, Date.now());
      next.enter();
    }
    this.#tellPlaces();
  }

  #tellPlaces(): void {
    if (this.#waiting.length === 0) {
      if (this.#look !== null) clearInterval(this.#look);
      this.#look = null;
      return;
    }
    this.#look ??= setInterval(() => this.#tellPlaces(), LOOK_MS).unref();
    const now = Date.now();
    const running = [...this.#running].map(([turn, since]): Occupied => ({
      ...turn,
      elapsedMs: now - since,
    }));
    const places = planQueue({
      running,
      waiting: this.#waiting.map(({ turn }) => turn),
      slots: this.#slots,
      typicalMs: (run) => this.#durations.get(run),
    });
    for (const waiting of this.#waiting) {
      const planned = places.get(waiting.turn.id);
      if (planned === undefined) continue;
      // Nobody knows how long the door stays closed.
      const place = this.#hold === null ? planned : { ...planned, estimateMs: null };
      if (waiting.told !== null && isSame(waiting.told, place)) continue;
      waiting.told = place;
      waiting.listener.onMove(place);
    }
  }
}

function isSame(told: Place, now: Place): boolean {
  if (told.position !== now.position) return false;
  if (told.estimateMs === null || now.estimateMs === null) return told.estimateMs === now.estimateMs;
  const difference = Math.abs(told.estimateMs - now.estimateMs);
  return difference < Math.max(SAME_MS, told.estimateMs * SAME_SHARE);
}
