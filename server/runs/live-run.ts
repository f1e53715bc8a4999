import type { RunKey, StoredEvent } from "../db/runs/event-store.ts";
import { eventJson } from "../db/runs/event-store.ts";

/** Recent events kept for listeners, so that ten open tabs do not read the same rows ten times. */
const RECENT_BYTES = 1024 * 1024;

interface Frame {
  readonly seq: number;
  readonly json: string;
}

/**
 * A run that this process writes: what is stored already, and who waits for more. Only events that are in the
 * database are ever told, so that whatever a browser has seen is there after a crash as well.
 */
export class LiveRun {
  readonly key: RunKey;
  readonly createdAt: number;
  state: "queued" | "running" = "queued";
  finished = false;
  lastSeq = 0;
  /** When somebody listened or asked the app last, ms since 1970. */
  touchedAt: number;
  #listeners = new Set<() => void>();
  #recent: Frame[] = [];
  #recentBytes = 0;

  /** @param lastSeq the last event that an earlier process has stored */
  constructor(key: RunKey, createdAt: number, lastSeq = 0) {
    this.key = key;
    this.createdAt = createdAt;
    this.touchedAt = Date.now();
    this.lastSeq = lastSeq;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** @returns the function that ends the listening */
  listen(wake: () => void): () => void {
    this.#listeners.add(wake);
    this.touchedAt = Date.now();
    return () => {
      this.#listeners.delete(wake);
      this.touchedAt = Date.now();
    };
  }

  /** Called with events that have just been stored. */
  advance(events: readonly StoredEvent[]): void {
    for (const event of events) {
      const json = eventJson(event);
      this.#recent.push({ seq: event.seq, json });
      this.#recentBytes += json.length;
      this.lastSeq = event.seq;
    }
    while (this.#recentBytes > RECENT_BYTES && this.#recent.length > 1) {
      this.#recentBytes -= this.#recent.shift()?.json.length ?? 0;
    }
    this.#wake();
  }

  /** Nothing more comes: it has ended, or the next process goes on with it. */
  finish(): void {
    this.finished = true;
    this.#wake();
  }

  /** Stored events after `after` from memory; null when the database has to be asked. */
  recent(after: number): readonly Frame[] | null {
    const first = this.#recent[0];
    if (first === undefined || first.seq > after + 1) return after >= this.lastSeq ? [] : null;
    return this.#recent.slice(after + 1 - first.seq);
  }

  #wake(): void {
    for (const listener of this.#listeners) listener();
  }
}
