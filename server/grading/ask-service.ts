import type { Duplex } from "node:stream";
import type { AnswersCheck, HeldOutAnswer } from "../../core/check/judge-answers.ts";
import type { Seat } from "../../core/seat/port.ts";
import { type AppAddress, exchange } from "../docker/app/exchange.ts";

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 256 * 1024;

/** Sends the held-out requests of a check one after the other. `silence` says why nothing answers. */
export async function askService(
  seat: Seat<Duplex>,
  address: AppAddress | null,
  requests: AnswersCheck["requests"],
  signal: AbortSignal,
  silence: () => Promise<string>,
): Promise<HeldOutAnswer[]> {
  const answers: HeldOutAnswer[] = [];
  for (const { method, path, body } of requests) {
    const result =
      address === null
        ? null
        : await exchange(seat, address, {
            method,
            path,
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            timeoutMs: TIMEOUT_MS,
            maxBytes: MAX_BYTES,
            signal,
          });
    if (result?.status === "answered") {
      answers.push({ status: "answered", code: result.code, body: result.body.toString("utf8") });
    } else {
      const reason =
        result?.status === "timeout"
          ? "it did not answer in time"
          : result?.status === "nonsense"
            ? "the answer is not HTTP"
            : await silence();
      answers.push({ status: "unreachable", reason });
    }
  }
  return answers;
}
