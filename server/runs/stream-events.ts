import type { Database } from "../db/open-database.ts";
import { eventJson } from "../db/runs/event-store.ts";
import { readEvents } from "../db/runs/read-events.ts";
import { whoAsks } from "../db/who-asks.ts";
import type { LiveRun } from "./live-run.ts";

/** A comment now and then tells proxies and browsers that the connection lives. */
const HEARTBEAT_MS = 15_000;
/** Of small ones; a read is bounded in bytes as well. */
const EVENTS_AT_ONCE = 1000;

export interface StreamOptions {
  readonly db: Database;
  readonly runId: string;
  /** The run's writer; undefined for a run that had ended before. */
  readonly live: LiveRun | undefined;
  /** Sequence number of the last event that the listener has. */
  readonly after: number;
  readonly signal: AbortSignal;
  readonly onEnd: () => void;
  /** Told in place of a log that is no longer kept. */
  readonly instead?: readonly { readonly seq: number; readonly json: string }[] | null;
  readonly heartbeatMs?: number;
}

/**
 * Server-sent events of a run: what is stored after `after`, then live to the final event. Events are read
 * when the listener's connection has room for them, so that a slow one costs no memory and keeps nobody up.
 */
export function streamEvents(options: StreamOptions): ReadableStream<Uint8Array> {
  const { db, runId, live, signal } = options;
  const encoder = new TextEncoder();
  const { pace } = whoAsks();
  let cursor = options.after;
  let ended = false;
  let wake: () => void = () => undefined;
  const stopListening = live?.listen(() => wake()) ?? (() => undefined);
  const onAbort = () => {
    wake();
    end();
  };
  // Next fires the request's signal and the stream's cancel; whichever is first ends it, the other does nothing.
  const end = () => {
    if (ended) return;
    ended = true;
    signal.removeEventListener("abort", onAbort);
    stopListening();
    options.onEnd();
  };
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) end();

  const nextFrames = async (): Promise<string> => {
    const recent = options.instead?.filter(({ seq }) => seq > cursor) ?? live?.recent(cursor) ?? null;
    const frames =
      recent ??
      (await readEvents(db, runId, cursor, { limit: EVENTS_AT_ONCE })).events.map((event) => ({
        seq: event.seq,
        json: eventJson(event),
      }));
    let text = "";
    for (const { seq, json } of frames) {
      // JSON has no raw line break, so that an event is one data line whatever the log contains.
      text += `id: ${seq}\ndata: ${json}\n\n`;
      cursor = seq;
    }
    return text;
  };
  const waitForMore = (run: LiveRun): Promise<"more" | "quiet"> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve("quiet"), options.heartbeatMs ?? HEARTBEAT_MS);
      wake = () => {
        clearTimeout(timer);
        resolve("more");
      };
      // Between the last look and now something may have come.
      if (run.lastSeq > cursor || run.finished || ended) wake();
    });

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (!ended) controller.enqueue(encoder.encode("retry: 1000\n\n"));
      },
      async pull(controller) {
        try {
          while (!ended) {
            // Asked before the look: what is stored after it is then found by the next one.
            const over = live === undefined || live.finished;
            const began = performance.now();
            const text = await nextFrames();
            if (text !== "") {
              // What a run tells while it is under way is not held up; the log of one that is over is only read.
              if (over) await pace?.(performance.now() - began);
              controller.enqueue(encoder.encode(text));
              return;
            }
            if (over) break;
            if ((await waitForMore(live)) === "quiet") {
              controller.enqueue(encoder.encode(": \n\n"));
              return;
            }
          }
          end();
          controller.close();
        } catch (error) {
          end();
          // The browser comes back with its Last-Event-ID and goes on where it was.
          controller.error(error);
        }
      },
      cancel: onAbort,
    },
    { highWaterMark: 1 },
  );
}
