import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { SeatFact } from "../../../core/check/seat-fact.ts";
import type { SeatExpectation } from "../../../core/lab/seat-expectation.ts";
import type { Seat } from "../../../core/seat/port.ts";
import { exchangeOnLoopback, type ExchangeResult } from "../../docker/app/exchange.ts";

/** Whoever presses Check right after `docker run` has an app that is still starting. */
const PATIENCE_MS = 2000;
const AGAIN_MS = 400;
const ANSWER_MS = 3000;
const ANSWER_BYTES = 64 * 1024;

/** One request to the seat's own localhost: what `curl` in its terminal gets. */
export async function askPort(
  seat: Seat<Duplex>,
  { port, path }: Extract<SeatExpectation, { what: "port" }>,
  signal: AbortSignal,
): Promise<SeatFact> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const result = await exchangeOnLoopback(seat, port, {
      method: "GET",
      path,
      timeoutMs: ANSWER_MS,
      maxBytes: ANSWER_BYTES,
      signal,
    });
    if (result.status === "answered") {
      return {
        what: "port",
        answer: { status: result.code, body: result.body.toString("utf8") },
        silence: "",
      };
    }
    if (result.status !== "refused" || performance.now() > until) {
      return { what: "port", answer: null, silence: silences[result.status] };
    }
    await pause(AGAIN_MS, undefined, { signal });
  }
}

const silences: Readonly<Record<Exclude<ExchangeResult["status"], "answered">, string>> = {
  refused: "nothing listens there",
  timeout: "no answer in time",
  nonsense: "what answers does not speak HTTP",
};
