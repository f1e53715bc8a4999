import { performance } from "node:perf_hooks";

interface LoopLimits {
  /** What a student may take of the event loop at once, in ms, after a rest. */
  readonly burstMs: number;
  /** What comes back of it in each second. */
  readonly msPerSecond: number;
  /** What one request is charged at most: one that is slow to be read is not the loop's work. */
  readonly mostMs: number;
  /** Somebody else counts as there this long after their last request. */
  readonly othersMs: number;
}

interface Clock {
  /** ms, growing. */
  now(): number;
  /** How long the event loop has been at work in all, in ms. */
  worked(): number;
}

const realClock: Clock = {
  now: () => performance.now(),
  worked: () => performance.eventLoopUtilization().active,
};

interface Account {
  left: number;
  at: number;
  lastSeen: number;
}

/**
 * Shares the one event loop between students: what it works while requests are under way is charged to whose they are,
 * in equal parts. Whoever has used up their share waits until enough has come back, as long as somebody else is there.
 */
export class LoopShare {
  readonly #limits: LoopLimits;
  readonly #clock: Clock;
  readonly #accounts = new Map<string, Account>();
  readonly #underWay = new Set<{ readonly key: string; charged: number }>();
  #worked: number;

  constructor(limits: LoopLimits, clock: Clock = realClock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#worked = clock.worked();
  }

  /** How long a student has to wait before the next request, in ms; 0 as long as nobody else is there. */
  waitMs(key: string): number {
    this.#settle();
    const now = this.#clock.now();
    const { left } = this.#account(key);
    if (left >= 0) return 0;
    const others = [...this.#accounts].some(
      ([other, { lastSeen }]) => other !== key && now - lastSeen < this.#limits.othersMs,
    );
    return others ? (-left / this.#limits.msPerSecond) * 1000 : 0;
  }

  /** A request begins. @returns the function that ends it */
  begin(key: string): () => void {
    this.#settle();
    this.#account(key).lastSeen = this.#clock.now();
    const request = { key, charged: 0 };
    this.#underWay.add(request);
    return () => {
      this.#settle();
      this.#underWay.delete(request);
    };
  }

  /** Work that was measured where it was done. */
  spend(key: string, ms: number): void {
    this.#account(key).left -= ms;
  }

  #settle(): void {
    const worked = this.#clock.worked();
    const each = (worked - this.#worked) / Math.max(1, this.#underWay.size);
    this.#worked = worked;
    for (const request of this.#underWay) {
      const charge = Math.min(each, this.#limits.mostMs - request.charged);
      request.charged += charge;
      this.#account(request.key).left -= charge;
    }
  }

  #account(key: string): Account {
    const now = this.#clock.now();
    const { burstMs, msPerSecond, othersMs } = this.#limits;
    const account = this.#accounts.get(key) ?? { left: burstMs, at: now, lastSeen: Number.NEGATIVE_INFINITY };
    account.left = Math.min(burstMs, account.left + ((now - account.at) / 1000) * msPerSecond);
    account.at = now;
    if (!this.#accounts.has(key)) {
      // Whoever has everything again and is gone needs no account.
      for (const [other, { left, at, lastSeen }] of this.#accounts) {
        const isFull = left + ((now - at) / 1000) * msPerSecond >= burstMs;
        if (isFull && now - lastSeen > othersMs) this.#accounts.delete(other);
      }
      this.#accounts.set(key, account);
    }
    return account;
  }
}
