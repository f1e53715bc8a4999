import type { Duplex } from "node:stream";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { SeatContainers } from "../../core/seat/containers.ts";
import type { SeatHost, SeatState } from "../../core/seat/port.ts";
import { Engine } from "../docker/engine.ts";
import { readStacks } from "../docker/read-stacks.ts";
import { stopContainer } from "../docker/stop-container.ts";

export interface SeatWatchParts {
  /** @throws AppError SEAT_HOST_MISSING */
  readonly getHost: () => SeatHost<Duplex>;
  /** A connection into a seat that nobody asks about is dropped after this long. */
  readonly keepMs?: number;
  /** An answer is good for as long as this; several pages of one student ask once. */
  readonly freshMs?: number;
}

interface Watched {
  readonly seatName: string;
  readonly engine: Engine;
  foundAt: number;
  timer: NodeJS.Timeout;
}

interface Asked {
  readonly at: number;
  readonly answer: Promise<SeatContainers>;
}

const KEEP_MS = 30_000;
const FRESH_MS = 1000;
/** While its engine answers, the seat host is not asked whether the seat is still there. */
const FOUND_MS = 15_000;

/**
 * What runs in the seats whose students look at it. Pages ask every few seconds, so one connection to the engine
 * is kept while they do; and looking is no use of a seat: it neither wakes it nor keeps it awake.
 */
export class SeatWatch {
  readonly #parts: SeatWatchParts;
  readonly #watched = new Map<string, Watched>();
  readonly #asked = new Map<string, Asked>();

  constructor(parts: SeatWatchParts) {
    this.#parts = parts;
  }

  /** Errors: those of the engine. A seat that sleeps, is not there, or cannot be reached is a value. */
  list(studentId: string): Promise<SeatContainers> {
    const known = this.#asked.get(studentId);
    if (known !== undefined && Date.now() - known.at < (this.#parts.freshMs ?? FRESH_MS)) return known.answer;
    const asked: Asked = { at: Date.now(), answer: this.#ask(studentId) };
    this.#asked.set(studentId, asked);
    const forget = () => {
      if (this.#asked.get(studentId) === asked) this.#asked.delete(studentId);
    };
    asked.answer.then(() => setTimeout(forget, this.#parts.freshMs ?? FRESH_MS).unref(), forget);
    return asked.answer;
  }

  /** Errors: CONFLICT when the seat does not run, and those of the engine. */
  async stop(studentId: string, containerId: string): Promise<void> {
    const seat = await this.#parts.getHost().findSeat(studentId);
    if (seat === null) {
      throw new AppError("CONFLICT", {
        message: `stop: the seat of ${studentId} does not run`,
        userMessage: say("machine.sleeps"),
      });
    }
    const engine = new Engine(seat);
    try {
      await stopContainer(engine, containerId);
    } finally {
      engine.close();
      this.#asked.delete(studentId);
    }
  }

  close(): void {
    for (const studentId of [...this.#watched.keys()]) this.#drop(studentId);
  }

  async #ask(studentId: string): Promise<SeatContainers> {
    const watched = this.#watched.get(studentId);
    if (watched !== undefined && Date.now() - watched.foundAt < FOUND_MS) {
      try {
        return await this.#read(studentId, watched);
      } catch {
        // The seat went to sleep, or there is another: it is looked for anew.
      }
    }
    let host: SeatHost<Duplex>;
    try {
      host = this.#parts.getHost();
    } catch {
      return nothingRuns("unavailable");
    }
    const seat = await host.findSeat(studentId, { watching: true });
    if (seat === null) {
      this.#drop(studentId);
      return nothingRuns((await host.inspectSeat(studentId)).state);
    }
    const known = this.#watched.get(studentId);
    if (known?.seatName === seat.name) {
      known.foundAt = Date.now();
      return this.#read(studentId, known);
    }
    this.#drop(studentId);
    const found: Watched = {
      seatName: seat.name,
      engine: new Engine(seat),
      foundAt: Date.now(),
      timer: this.#dropLater(studentId),
    };
    this.#watched.set(studentId, found);
    return this.#read(studentId, found);
  }

  async #read(studentId: string, watched: Watched): Promise<SeatContainers> {
    clearTimeout(watched.timer);
    watched.timer = this.#dropLater(studentId);
    try {
      return { seat: "awake", ...(await readStacks(watched.engine)) };
    } catch (error) {
      // The next look begins with a new connection.
      this.#drop(studentId);
      throw error;
    }
  }

  #dropLater(studentId: string): NodeJS.Timeout {
    return setTimeout(() => this.#drop(studentId), this.#parts.keepMs ?? KEEP_MS).unref();
  }

  #drop(studentId: string): void {
    const watched = this.#watched.get(studentId);
    if (watched === undefined) return;
    clearTimeout(watched.timer);
    watched.engine.close();
    this.#watched.delete(studentId);
  }
}

const nothingRuns = (seat: SeatState | "unavailable"): SeatContainers => ({
  seat,
  containers: [],
  more: false,
  networks: [],
  volumes: [],
  unnamedVolumes: 0,
});
