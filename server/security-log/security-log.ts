import type { Database } from "../db/open-database.ts";
import { addSecurityRow } from "../db/security/add-security-row.ts";

/** Every act that the log knows. */
export type SecurityAct =
  | "start"
  | "sign-in"
  | "sign-in refused"
  | "sign-out"
  | "everybody signed out"
  | "invitation made"
  | "seat discarded"
  | "solution opened"
  | "image deleted"
  | "gradebook read"
  | "submissions read"
  | "regrade applied"
  | "regrade undone";

export interface SecurityEntry {
  /** A student's id, "nobody", "the site", or "command line (user)". */
  readonly who: string;
  readonly what: SecurityAct;
  /** Whom or what it was done to; left out: the site. */
  readonly whom?: string;
  /** Plain JSON without secrets, small. */
  readonly oldValue?: unknown;
  readonly newValue?: unknown;
  readonly reason?: string;
}

/** Of one who and what: this many at once, and one more each so often. A flood of acts fills no disk. */
const BURST = 30;
const ONE_MORE_MS = 60_000;
const MAX_BUCKETS = 5000;
const MAX_TEXT = 300;

interface Bucket {
  left: number;
  at: number;
  leftOut: number;
}

/** Adds to the security log. What one person does by the hundred is counted and not written row by row. */
export class SecurityLog {
  readonly #db: Database;
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;

  constructor(db: Database, now: () => number = Date.now) {
    this.#db = db;
    this.#now = now;
  }

  /** Resolves when the entry is kept. Await it before the act, so that nothing happens that is not kept. */
  async add(entry: SecurityEntry): Promise<void> {
    const now = this.#now();
    const key = `${entry.who}\0${entry.what}`;
    const bucket = this.#buckets.get(key) ?? { left: BURST, at: now, leftOut: 0 };
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    bucket.left = Math.min(BURST, bucket.left + (now - bucket.at) / ONE_MORE_MS);
    bucket.at = now;
    // The one that was quiet for longest goes; at worst it may write a few rows more.
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_BUCKETS && oldest !== undefined) this.#buckets.delete(oldest);
    if (bucket.left < 1) {
      bucket.leftOut += 1;
      return;
    }
    bucket.left -= 1;
    const { leftOut } = bucket;
    bucket.leftOut = 0;
    await addSecurityRow(this.#db, {
      at: now,
      who: cut(entry.who),
      what: entry.what,
      whom: entry.whom === undefined ? null : cut(entry.whom),
      oldValue: entry.oldValue ?? null,
      newValue: entry.newValue ?? null,
      reason: entry.reason === undefined ? null : cut(entry.reason),
      leftOut,
    });
  }
}

const cut = (text: string): string => text.replaceAll("\0", "").slice(0, MAX_TEXT);
