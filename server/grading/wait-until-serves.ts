import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { CheckOf } from "../../core/check/lab-check.ts";
import type { Seat } from "../../core/seat/port.ts";
import type { AppAddress } from "../docker/app/exchange.ts";
import { askPredictions } from "./ask-predictions.ts";
import { type ContainerWatch, healthIs, isRunning } from "./container-watch.ts";

const RETRY_MS = 1000;

/**
 * Waits for as long as the app answers every held-out request with a status of 500 or above, which is what an
 * app says that still loads its model. Resolves true as soon as it answers otherwise, its health check says
 * healthy or it ends; false when the budget is spent: it runs, but is of no use to anybody.
 */
export async function waitUntilServes(
  seat: Seat<Duplex>,
  address: AppAddress,
  predictions: CheckOf<"small-and-works">["predictions"],
  request: {
    readonly watch: ContainerWatch;
    readonly budgetMs: number;
    readonly signal: AbortSignal;
  },
): Promise<boolean> {
  const { watch, budgetMs, signal } = request;
  const begun = performance.now();
  for (;;) {
    const answers = await askPredictions(seat, address, predictions, signal, () => Promise.resolve(""));
    if (!answers.every((one) => one.status === "answered" && one.code >= 500)) return true;
    const inspect = await watch.look();
    if (inspect === null || !isRunning(inspect) || healthIs("healthy")(inspect)) return true;
    if (performance.now() - begun > budgetMs) return false;
    await pause(RETRY_MS, undefined, { signal });
  }
}
