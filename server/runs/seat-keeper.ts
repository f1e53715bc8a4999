import type { Duplex } from "node:stream";
import { AppError, isAppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { Seat, SeatHost } from "../../core/seat/port.ts";
import type { SeatStatus } from "../../core/seat/status.ts";

export interface SeatKeeperOptions {
  readonly connect: () => Promise<SeatHost<Duplex>>;
  /** How often the seat host is tended, or looked for while it is away. */
  readonly intervalMs?: number;
}

const INTERVAL_MS = 10_000;
const CONNECT_MS = 30_000;
const DESCRIBE_MS = 10_000;

/**
 * Holds the connection to the seat host: looks for it while it is away, so that the site serves lessons without
 * it and has seats as soon as it comes, and tends it while it is there.
 */
export class SeatKeeper {
  readonly #options: SeatKeeperOptions;
  #host: SeatHost<Duplex> | null = null;
  #missing: AppError = new AppError("SEAT_HOST_MISSING", {
    message: "the seat host has not answered yet",
    userMessage: say("seats.not-ready"),
  });
  #standIns = false;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;
  #lastReported = "";

  constructor(options: SeatKeeperOptions) {
    this.#options = options;
  }

  /** Looks for the seat host once, and from then on by a timer. Never rejects. */
  async start(): Promise<void> {
    await this.#turn();
  }

  /** @throws AppError SEAT_HOST_MISSING that says what is missing and how to give it */
  getHost(): SeatHost<Duplex> {
    if (this.#host === null) throw this.#missing;
    return this.#host;
  }

  get ready(): boolean {
    return this.#host !== null;
  }

  async getStatus(studentId: string): Promise<SeatStatus> {
    const empty = { memoryBytes: 0, memoryLimitBytes: 0, diskBytes: 0, diskLimitBytes: 0 };
    if (this.#host === null) return { ...unavailable(this.#missing), ...empty };
    try {
      const [{ limits, standIns }, usage] = await within(
        DESCRIBE_MS,
        Promise.all([this.#host.describe(), this.#host.inspectSeat(studentId)]),
      );
      return {
        state: usage.state,
        reason: null,
        remedy: null,
        standIns,
        memoryBytes: usage.memoryBytes,
        memoryLimitBytes: limits.memoryBytes,
        diskBytes: usage.diskBytes,
        diskLimitBytes: limits.diskBytes,
      };
    } catch (error) {
      return { ...unavailable(error, this.#standIns), ...empty };
    }
  }

  /** Keeps a seat awake while something of its student runs in it. */
  async touch(studentId: string): Promise<Seat<Duplex> | null> {
    return (await this.#host?.openSeat(studentId).catch(() => null)) ?? null;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const host = this.#host;
    this.#host = null;
    await host?.close().catch((error: unknown) => console.warn("the seat host was not closed:", error));
  }

  async #turn(): Promise<void> {
    try {
      if (this.#host === null) await this.#connect();
      else await this.#tend(this.#host);
    } catch (error) {
      this.#report(error);
    }
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#turn(), this.#options.intervalMs ?? INTERVAL_MS);
    this.#timer.unref();
  }

  async #connect(): Promise<void> {
    const host = await within(CONNECT_MS, this.#options.connect());
    if (this.#closed) return host.close();
    this.#standIns = (await host.describe()).standIns;
    this.#host = host;
    this.#lastReported = "";
  }

  async #tend(host: SeatHost<Duplex>): Promise<void> {
    try {
      this.#standIns = (await within(DESCRIBE_MS, host.describe())).standIns;
    } catch (error) {
      // Gone, or replaced by one that was started anew: the next turn connects from the beginning.
      this.#host = null;
      this.#missing = asMissing(error);
      await host.close().catch(() => undefined);
      throw error;
    }
    await host.tend();
  }

  #report(error: unknown): void {
    if (this.#host === null) this.#missing = asMissing(error);
    const message = error instanceof Error ? error.message : String(error);
    // Once for each new reason, not every ten seconds.
    if (message !== this.#lastReported) console.warn(`seats: ${message}`);
    this.#lastReported = message;
  }
}

function asMissing(error: unknown): AppError {
  if (isAppError(error) && error.code === "SEAT_HOST_MISSING") return error;
  return new AppError("SEAT_HOST_MISSING", {
    message: `the seat host does not answer: ${error instanceof Error ? error.message : String(error)}`,
    userMessage: isAppError(error) ? error.userMessage : say("seats.gone"),
    cause: error,
  });
}

/** The first sentence says what is missing, the rest what to do. */
function unavailable(error: unknown, standIns = false) {
  const text = asMissing(error).userMessage;
  const end = text.search(/\.\s/);
  const reason = end === -1 ? text : text.slice(0, end + 1);
  const remedy = end === -1 ? null : text.slice(end + 1).trim();
  return { state: "unavailable" as const, reason, remedy, standIns };
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new AppError("TIMED_OUT", {
          message: `the seat host did not answer within ${ms} ms`,
          userMessage: say("seats.too-slow"),
        }),
      );
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
