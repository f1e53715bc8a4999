import type { Duplex } from "node:stream";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { LogsOf, SeatLogEvent } from "../../core/seat/log-events.ts";
import type { SeatHost } from "../../core/seat/port.ts";
import { Engine } from "../docker/engine.ts";
import { Places } from "../preview/places.ts";
import { followLogs } from "./follow-logs.ts";
import { LogChannel } from "./log-channel.ts";
import { type LogLimits, logLimits } from "./log-limits.ts";

export interface SeatLogsParts {
  /** @throws AppError SEAT_HOST_MISSING */
  readonly getHost: () => SeatHost<Duplex>;
  readonly limits?: Partial<LogLimits>;
}

const asleep: SeatLogEvent = {
  type: "end",
  text: "Your seat is asleep, so nothing runs in it.",
  again: false,
};
const broken: SeatLogEvent = {
  type: "end",
  text: "The connection to your seat's engine broke off.",
  again: true,
};

/**
 * Logs of containers in seats as server-sent events, for as long as a page looks. Looking is no use of a seat: it
 * neither wakes it nor keeps it awake, and a seat that goes to sleep ends its streams.
 */
export class SeatLogs {
  readonly #getHost: () => SeatHost<Duplex>;
  readonly #limits: LogLimits;
  readonly #places: Places;
  readonly #open = new Set<AbortController>();

  constructor(parts: SeatLogsParts) {
    this.#getHost = parts.getHost;
    this.#limits = { ...logLimits, ...parts.limits };
    this.#places = new Places(this.#limits.perStudent, this.#limits.inAll);
  }

  /** The stream ends with the signal. @throws AppError TOO_MANY, SEAT_HOST_MISSING and those of the seat host */
  async follow(studentId: string, of: LogsOf, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const leave = this.#places.take(studentId);
    if (leave === null) {
      throw new AppError("TOO_MANY", {
        message: "too many streams of logs",
        userMessage: say("logs.too-many-pages"),
      });
    }
    const work = new AbortController();
    const stop = () => work.abort();
    const channel = new LogChannel();
    const timer = setTimeout(stop, this.#limits.longestMs).unref();
    // At once, and with it room: whoever waits to add a line would otherwise never hear that nobody reads any more.
    work.signal.addEventListener("abort", () => channel.end(null), { once: true });
    this.#open.add(work);
    const end = () => {
      signal.removeEventListener("abort", stop);
      clearTimeout(timer);
      this.#open.delete(work);
      leave();
    };
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    try {
      const seat = await this.#getHost().findSeat(studentId, { watching: true });
      if (seat === null || work.signal.aborted) {
        channel.end(seat === null ? asleep : null);
        end();
      } else {
        const engine = new Engine(seat);
        void followLogs(engine, of, channel, this.#limits, work.signal)
          .then(() => (work.signal.aborted ? null : this.#why(studentId)))
          .then((why) => channel.end(why))
          .finally(() => {
            engine.close();
            end();
          });
      }
    } catch (error) {
      end();
      throw error;
    }
    return eventStream(channel, this.#limits, stop);
  }

  close(): void {
    for (const work of this.#open) work.abort();
  }

  /** Why there is no more to come. */
  async #why(studentId: string): Promise<SeatLogEvent> {
    const seat = await this.#getHost()
      .findSeat(studentId, { watching: true })
      .catch(() => null);
    return seat === null ? asleep : broken;
  }
}

/** Read when the page's connection has room, so that a slow page holds the logs up and nobody else. */
function eventStream(channel: LogChannel, limits: LogLimits, stop: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let gatherMs = limits.firstGatherMs;
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode("retry: 3000\n\n")),
      async pull(controller) {
        const what = await channel.more(limits.heartbeatMs);
        if (what === "quiet") {
          controller.enqueue(encoder.encode(": \n\n"));
          return;
        }
        if (!channel.over) {
          // What comes together is sent together, and sorted.
          await new Promise((resolve) => setTimeout(resolve, gatherMs));
          gatherMs = limits.gatherMs;
          // JSON has no raw line break, so that an event is one data line whatever the log contains.
          const text = channel.take().map((event) => `data: ${JSON.stringify(event)}\n\n`);
          controller.enqueue(encoder.encode(text.join("")));
        }
        if (channel.over) controller.close();
      },
      cancel: stop,
    },
    { highWaterMark: 1 },
  );
}
