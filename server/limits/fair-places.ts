import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";

export interface FairLimits {
  /** Places in all. */
  readonly inAll: number;
  /** Of these, kept for what is vital. */
  readonly reserved: number;
  /** Places of one key at a time, vital and other each. */
  readonly perKey: number;
  /** Of one key, how many may wait for a place, vital and other each. */
  readonly waiting: number;
  /** How long one of them waits. */
  readonly waitMs: number;
}

/** Who wants a place. */
interface Claim {
  readonly key: string;
  readonly vital?: boolean;
}

interface Waiter {
  readonly begin: () => void;
}

/**
 * Places that keys (students) share: each has a few at a time, those who wait are served by turns, one a key,
 * and what is vital goes first and has places of its own. Whoever waits too long, or in too long a line of their own,
 * is refused: waiting never grows without end.
 */
export class FairPlaces {
  readonly #limits: FairLimits;
  readonly #taken = { vital: new Map<string, number>(), other: new Map<string, number>() };
  /** By key, in the order of their turns. */
  readonly #lines = { vital: new Map<string, Waiter[]>(), other: new Map<string, Waiter[]>() };
  #all = 0;
  #others = 0;

  constructor(limits: FairLimits) {
    this.#limits = limits;
  }

  /**
   * Waits for a place.
   * @returns the function that gives it back; called again it does nothing
   * @throws AppError TOO_MANY when too many of this key wait, BUSY when none came in time
   */
  enter({ key, vital = false }: Claim): Promise<() => void> {
    const lane = vital ? "vital" : "other";
    if (this.#hasPlace(lane, key)) return Promise.resolve(this.#take(lane, key));
    const line = this.#lines[lane].get(key) ?? [];
    if (line.length >= this.#limits.waiting) return Promise.reject(tooMany(line.length));
    this.#lines[lane].set(key, line);
    return new Promise((resolve, reject) => {
      const waiter = {
        begin: () => {
          clearTimeout(timer);
          resolve(this.#take(lane, key));
        },
      };
      const timer = setTimeout(() => {
        line.splice(line.indexOf(waiter), 1);
        if (line.length === 0 && this.#lines[lane].get(key) === line) this.#lines[lane].delete(key);
        reject(tooLong(this.#limits.waitMs));
      }, this.#limits.waitMs);
      line.push(waiter);
    });
  }

  #hasPlace(lane: "vital" | "other", key: string): boolean {
    const { inAll, reserved, perKey } = this.#limits;
    if (this.#all >= inAll || (this.#taken[lane].get(key) ?? 0) >= perKey) return false;
    return lane === "vital" || this.#others < inAll - reserved;
  }

  #take(lane: "vital" | "other", key: string): () => void {
    const taken = this.#taken[lane];
    taken.set(key, (taken.get(key) ?? 0) + 1);
    this.#all += 1;
    if (lane === "other") this.#others += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const left = (taken.get(key) ?? 1) - 1;
      if (left === 0) taken.delete(key);
      else taken.set(key, left);
      this.#all -= 1;
      if (lane === "other") this.#others -= 1;
      this.#serve();
    };
  }

  #serve(): void {
    for (const lane of ["vital", "other"] as const) {
      const lines = this.#lines[lane];
      for (const [key, line] of [...lines]) {
        if (!this.#hasPlace(lane, key)) continue;
        const next = line.shift();
        // To the end of the turns, with what else waits.
        lines.delete(key);
        if (line.length > 0) lines.set(key, line);
        next?.begin();
      }
    }
  }
}

const tooMany = (waiting: number) =>
  new AppError("TOO_MANY", {
    message: `${waiting} of one student wait already`,
    userMessage: say("request.too-many-at-once"),
  });

const tooLong = (waitMs: number) =>
  new AppError("BUSY", {
    message: `no place within ${waitMs} ms`,
    userMessage: say("site.busy"),
  });
