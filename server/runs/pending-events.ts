import type { RunEventBody } from "../../core/run/event.ts";
import type { StoredEvent } from "../db/runs/event-store.ts";

/** As the contract of log events says. */
const LOG_EVENT_BYTES = 64 * 1024;
/** Larger than any honest report; what comes from a seat may be a liar's. */
const EVENT_BYTES = 4 * 1024 * 1024;
/** A report of an image with very many files has 2 MiB; a run has a few such events. */
const OTHER_BYTES = 32 * 1024 * 1024;
/** Rows of one statement; more of them only make it longer. */
const EVENTS_AT_ONCE = 2000;
const STATS_PAUSE_MS = 1900;

interface Waiting {
  readonly at: number;
  /** Log events grow while they wait. */
  readonly event: RunEventBody;
  bytes: number;
}

export interface PendingLimits {
  readonly logBytes: number;
  /** Of all events but the log's, as JSON. */
  readonly otherBytes?: number;
  readonly maxEvents: number;
  readonly onLimit: (what: "log" | "events") => void;
}

/**
 * Events that wait to be stored. Neighbouring pieces of the log of one step become one event, a newer progress
 * takes the place of an older one, and the log ends at its limit.
 */
export class PendingEvents {
  readonly #limits: PendingLimits;
  #waiting: Waiting[] = [];
  /** Where the progress of a step waits; emptied with the queue. */
  #progress = new Map<string, Waiting>();
  #logLeft: number;
  #eventsLeft: number;
  #otherLeft: number;
  #full = false;
  #lastStats = 0;

  constructor(limits: PendingLimits) {
    this.#limits = limits;
    this.#logLeft = limits.logBytes;
    this.#eventsLeft = limits.maxEvents;
    this.#otherLeft = limits.otherBytes ?? OTHER_BYTES;
  }

  get size(): number {
    return this.#waiting.length;
  }

  add(event: RunEventBody, at: number): void {
    if (event.type === "log") {
      this.#addLog(event.stepId, event.text, at);
      return;
    }
    if (event.type === "stats") {
      if (at - this.#lastStats < STATS_PAUSE_MS) return;
      this.#lastStats = at;
    }
    if (event.type === "progress") {
      const older = this.#progress.get(event.stepId);
      if (older?.event.type === "progress" && older.event.label === event.label) {
        older.event.current = event.current;
        older.event.total = event.total;
        return;
      }
    }
    const copy = structuredClone(event);
    const waiting = this.#push(copy, at, JSON.stringify(copy).length);
    if (waiting !== null && event.type === "progress") this.#progress.set(event.stepId, waiting);
  }

  /** Takes the oldest events, about `bytes` of them, at least one. */
  take(bytes: number): Omit<StoredEvent, "seq">[] {
    let count = 0;
    const most = Math.min(this.#waiting.length, EVENTS_AT_ONCE);
    for (let sum = 0; count < most && (count === 0 || sum < bytes); count++) {
      sum += this.#waiting[count]?.bytes ?? 0;
    }
    const taken = this.#waiting.splice(0, count);
    if (this.#waiting.length === 0) this.#progress.clear();
    for (const { event } of taken) if (event.type === "progress") this.#progress.delete(event.stepId);
    return taken.map(({ at, event }) => ({ at, type: event.type, body: JSON.stringify(event) }));
  }

  #addLog(stepId: string | null, text: string, at: number): void {
    // Half a surrogate pair is not UTF-8; it becomes the replacement character here and everywhere after.
    let rest = Buffer.from(text);
    if (rest.length > this.#logLeft) {
      rest = rest.subarray(0, cutAt(rest, this.#logLeft));
      // Nothing more fits, also not a shorter piece: what is kept is a whole beginning.
      this.#logLeft = rest.length;
      this.#reach("log");
    }
    this.#logLeft -= rest.length;
    while (rest.length > 0) {
      const last = this.#waiting.at(-1);
      if (last?.event.type === "log" && last.event.stepId === stepId) {
        const size = cutAt(rest, LOG_EVENT_BYTES - last.bytes);
        last.event.text += rest.toString("utf8", 0, size);
        last.bytes += size;
        rest = rest.subarray(size);
        if (rest.length === 0) return;
      }
      const size = cutAt(rest, LOG_EVENT_BYTES);
      if (this.#push({ type: "log", stepId, text: rest.toString("utf8", 0, size) }, at, size) === null)
        return;
      rest = rest.subarray(size);
    }
  }

  #push(event: RunEventBody, at: number, bytes: number): Waiting | null {
    if (bytes > EVENT_BYTES) {
      const text = `A part of this run (${event.type}) was too large to be kept.`;
      return this.#push({ type: "notice", level: "warning", text }, at, text.length);
    }
    if (event.type !== "log") this.#otherLeft -= bytes;
    if (this.#eventsLeft <= 0 || this.#otherLeft < 0) {
      this.#reach("events");
      return null;
    }
    this.#eventsLeft--;
    const waiting = { at, event, bytes };
    this.#waiting.push(waiting);
    return waiting;
  }

  #reach(what: "log" | "events"): void {
    if (this.#full) return;
    this.#full = true;
    this.#limits.onLimit(what);
  }
}

/** The largest size up to `max` that does not cut a UTF-8 character. */
function cutAt(text: Buffer, max: number): number {
  if (text.length <= max) return text.length;
  let size = Math.max(0, max);
  while (size > 0 && ((text[size] ?? 0) & 0xc0) === 0x80) size--;
  return size;
}
