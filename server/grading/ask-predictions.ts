import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { PredictionAnswer, SmallAndWorksCheck } from "../../core/check/judge-small-and-works.ts";
import type { Seat } from "../../core/seat/port.ts";
import { type AppAddress, exchange, type ExchangeResult } from "../docker/app/exchange.ts";

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 256 * 1024;
const RETRY_MS = 300;

type Prediction = SmallAndWorksCheck["predictions"][number];

/** Sends every held-out request once. `silence` says why nothing answers, when nothing does. */
export async function askPredictions(
  seat: Seat<Duplex>,
  address: AppAddress,
  predictions: readonly Prediction[],
  signal: AbortSignal,
  silence: () => Promise<string>,
): Promise<PredictionAnswer[]> {
  const answers: PredictionAnswer[] = [];
  for (const prediction of predictions) {
    const result = await ask(seat, address, prediction, signal);
    if (result.status === "answered") {
      answers.push({ status: "answered", code: result.code, body: result.body.toString("utf8") });
    } else {
      const reason =
        result.status === "timeout"
          ? "it did not answer in time"
          : result.status === "nonsense"
            ? "the answer is not HTTP"
            : await silence();
      answers.push({ status: "unreachable", reason });
    }
  }
  return answers;
}

/**
 * Waits until the app takes requests: any HTTP answer counts, what it says is judged later. Resolves false when
 * the budget is spent or `giveUp` says that waiting is of no use.
 */
export async function waitForApp(
  seat: Seat<Duplex>,
  address: AppAddress,
  request: {
    readonly budgetMs: number;
    readonly signal: AbortSignal;
    readonly giveUp: () => Promise<boolean>;
  },
): Promise<boolean> {
  const begun = performance.now();
  for (;;) {
    // A GET changes nothing in the app, whatever it answers.
    const result = await exchange(seat, address, {
      method: "GET",
      path: "/",
      timeoutMs: 5000,
      maxBytes: MAX_BYTES,
      signal: request.signal,
    });
    if (result.status === "answered") return true;
    if (performance.now() - begun > request.budgetMs || (await request.giveUp())) return false;
    await pause(RETRY_MS, undefined, { signal: request.signal });
  }
}

function ask(
  seat: Seat<Duplex>,
  address: AppAddress,
  prediction: { readonly path: string; readonly body: unknown },
  signal: AbortSignal,
): Promise<ExchangeResult> {
  return exchange(seat, address, {
    method: "POST",
    path: prediction.path,
    body: JSON.stringify(prediction.body),
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    signal,
  });
}
