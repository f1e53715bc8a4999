import { setTimeout as sleep } from "node:timers/promises";
import type { RunEventBody } from "../../core/run/event.ts";
import type { Database } from "../db/open-database.ts";
import type { FinalState, RunKey, StoredEvent } from "../db/runs/event-store.ts";
import { appendEvents, finishRun, readLastSeq } from "../db/runs/event-store.ts";
import { asVital } from "../db/who-asks.ts";
import { PendingEvents } from "./pending-events.ts";

export interface WriterOptions {
  readonly db: Database;
  readonly run: RunKey;
  /** The last event that an earlier process has stored. */
  readonly lastSeq?: number;
  /** Text of log events; more ends the run. */
  readonly logBytes: number;
  /** All events; more ends the run. A log of one-byte pieces must not fill the table. */
  readonly maxEvents?: number;
  /** Called once, with what was too much. */
  readonly onLimit: (what: "log" | "events") => void;
  /** Called once when the database takes nothing any more. */
  readonly onBroken: (error: unknown) => void;
  readonly onStored: (events: readonly StoredEvent[]) => void;
  /** While this says true, what can grow without end is left out, and the student is told. */
  readonly isDiskLow?: () => boolean;
  /** Batches are at least this far apart; what comes in between goes together. */
  readonly pauseMs?: number;
  /** How long a batch is tried again while the database is away. */
  readonly patienceMs?: number;
}

/** Batches closer than this would cost a commit each; a person does not see the difference. */
const BATCH_PAUSE_MS = 15;
const BATCH_BYTES = 512 * 1024;

/** What a student's program can make as much of as it likes; everything else tells how far a run is. */
const growing: ReadonlySet<RunEventBody["type"]> = new Set(["log", "progress", "stats", "health"]);
const NO_ROOM = "The site's disk is nearly full, so the log is not kept for now. Tell whoever runs the site.";

/**
 * The one writer of a run's events: gives them their numbers, stores them in batches in their order, and writes
 * exactly one final event. What waits in memory is bounded by the limits of the run.
 */
export class RunWriter {
  readonly #options: WriterOptions;
  readonly #pending: PendingEvents;
  #seq = 0;
  #closed = false;
  #writing: Promise<void> | null = null;
  #broken = false;
  /** Some of the log was left out because the disk was full. */
  #logCut = false;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#seq = options.lastSeq ?? 0;
    this.#pending = new PendingEvents({
      logBytes: options.logBytes,
      maxEvents: options.maxEvents ?? 200_000,
      onLimit: options.onLimit,
    });
  }

  /** Takes an event. Never waits and never throws; after the end it does nothing. */
  readonly emit = (event: RunEventBody): void => {
    if (this.#closed || this.#broken || event.type === "final") return;
    if (growing.has(event.type) && this.#isDiskLow(event.type)) return;
    this.#pending.add(event, Date.now());
    this.#schedule();
  };

  #isDiskLow(type: RunEventBody["type"]): boolean {
    if (this.#options.isDiskLow?.() !== true) return false;
    if (type === "log" && !this.#logCut) {
      this.#logCut = true;
      this.emit({
        type: "notice",
        level: "warning",
        text: `${NO_ROOM} Files, results and grades are saved.`,
      });
    }
    return true;
  }

  /**
   * Writes what waits, then the final event and the run's end. Only the first call does anything.
   * @returns false when the end could not be stored: the next start of the site writes it
   */
  async finish(given: FinalState, startedAt: number): Promise<boolean> {
    if (this.#closed) return false;
    this.#closed = true;
    await this.#writing;
    const { db, run } = this.#options;
    const message = this.#logCut ? `${given.message} ${NO_ROOM}` : given.message;
    const final = { ...given, message };
    const body = {
      type: "final",
      outcome: final.outcome,
      message: final.message,
      durationMs: Math.max(0, final.finishedAt - startedAt),
    } as const satisfies RunEventBody;
    const last: StoredEvent[] = [];
    while (!this.#broken && this.#pending.size > 0) {
      const batch = this.#number(this.#pending.take(BATCH_BYTES));
      // All but the last batch go ahead, so that the last transaction stays small.
      if (this.#pending.size > 0) await this.#store(batch);
      else last.push(...batch);
    }
    last.push({ seq: ++this.#seq, at: final.finishedAt, type: "final", body: JSON.stringify(body) });
    const stored = await this.#try(() => finishRun(db, run, last, final));
    if (stored === true) this.#options.onStored(last);
    return stored === true;
  }

  /** Writes what waits and no end: the next process goes on with this run. */
  async leave(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writing;
    while (!this.#broken && this.#pending.size > 0) {
      await this.#store(this.#number(this.#pending.take(BATCH_BYTES)));
    }
  }

  #schedule(): void {
    if (this.#writing !== null || this.#closed) return;
    this.#writing = this.#drain().finally(() => {
      this.#writing = null;
      // What came after the last look and before this line.
      if (this.#pending.size > 0 && !this.#broken) this.#schedule();
    });
  }

  async #drain(): Promise<void> {
    // One turn of the loop lets the events of one chunk come together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#pending.size > 0 && this.#isOpen()) {
      const began = Date.now();
      await this.#store(this.#number(this.#pending.take(BATCH_BYTES)));
      const rest = (this.#options.pauseMs ?? BATCH_PAUSE_MS) - (Date.now() - began);
      if (rest > 0 && this.#isOpen()) await sleep(rest);
    }
  }

  #isOpen(): boolean {
    return !this.#closed && !this.#broken;
  }

  #number(events: readonly Omit<StoredEvent, "seq">[]): StoredEvent[] {
    return events.map((event) => ({ ...event, seq: ++this.#seq }));
  }

  async #store(batch: readonly StoredEvent[]): Promise<void> {
    const { db, run, onStored } = this.#options;
    let tries = 0;
    const stored = await this.#try(async () => {
      // An answer that was lost: the batch may be in already, and there is no other writer.
      if (tries++ > 0 && (await readLastSeq(db, run.id)) >= (batch.at(-1)?.seq ?? 0)) return true;
      await appendEvents(db, run, batch);
      return true;
    });
    if (stored === true) onStored(batch);
  }

  /** Tries again while the database is away; undefined when patience is over. */
  async #try<T>(write: () => Promise<T>): Promise<T | undefined> {
    const until = Date.now() + (this.#options.patienceMs ?? 30_000);
    for (let pause = 100; ; pause = Math.min(pause * 2, 3000)) {
      try {
        return await asVital(this.#options.run.studentId, write);
      } catch (error) {
        if (Date.now() + pause > until || !isPassing(error)) {
          if (!this.#broken) {
            this.#broken = true;
            this.#options.onBroken(error);
          }
          return undefined;
        }
        await sleep(pause);
      }
    }
  }
}

/** Whether trying again can help: not where the database understood and refused. */
function isPassing(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = (cause as { code?: unknown }).code;
  // Class 22 is a value it cannot hold, class 23 a broken constraint, class 42 a wrong statement.
  return !(typeof code === "string" && /^(22|23|42)/.test(code));
}
