import type { Duplex } from "node:stream";
import { AppError } from "../../core/errors.ts";
import type { AppRequest, AppResponse } from "../../core/lab/workspace.ts";
import type { Said } from "../../core/messages/message.ts";
import { say } from "../../core/messages/say.ts";
import type { Seat } from "../../core/seat/port.ts";
import { addressOf } from "./app/address-of.ts";
import { exchange } from "./app/exchange.ts";
import { explainSilence } from "./app/explain-silence.ts";
import { inspectContainer } from "./container/inspect-container.ts";
import { Engine } from "./engine.ts";
import { APP_CONTAINER } from "./run-container.ts";

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_BYTES = 256 * 1024;

/**
 * Sends one request to the student's running container and gives the answer as text: bytes that are no UTF-8
 * become U+FFFD. Errors, all with words for the student: CONFLICT when no container runs or nothing answers on
 * the port, TIMED_OUT, SEAT_LIES when the answer is no HTTP, BAD_REQUEST for a path that cannot be sent.
 */
export async function requestApp(
  seat: Seat<Duplex>,
  request: AppRequest & { readonly port: number; readonly containerName?: string },
  options: { readonly timeoutMs?: number; readonly maxBytes?: number } = {},
): Promise<AppResponse> {
  const begun = performance.now();
  const engine = new Engine(seat);
  try {
    const inspect = await inspectContainer(engine, request.containerName ?? APP_CONTAINER);
    const ip = inspect === null ? null : addressOf(inspect);
    if (inspect === null || ip === null || inspect.State.Status !== "running") {
      throw unanswered("no container runs", say("app.not-running"));
    }
    const result = await exchange(
      seat,
      { ip, port: request.port },
      {
        method: request.method,
        path: request.path,
        ...(request.method === "POST" ? { body: request.body } : {}),
        timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
      },
    );
    switch (result.status) {
      case "answered":
        return {
          status: result.code,
          headers: result.headers.map(([name, value]) => [name, value]),
          body: result.body.toString("utf8"),
          truncated: result.truncated,
          durationMs: performance.now() - begun,
        };
      case "refused":
        throw unanswered("refused", await explainSilence(seat, inspect.State.Pid, request.port));
      case "timeout":
        throw new AppError("TIMED_OUT", {
          message: `app on ${ip}:${request.port}: no answer in time`,
          userMessage: say("app.too-slow"),
        });
      case "nonsense":
        throw new AppError("SEAT_LIES", {
          message: `app on ${ip}:${request.port}: ${result.reason}`,
          userMessage: say("app.no-http", { port: request.port, reason: result.reason.slice(0, 200) }),
        });
    }
  } finally {
    engine.close();
  }
}

function unanswered(message: string, userMessage: Said): AppError {
  return new AppError("CONFLICT", { message: `app: ${message}`, userMessage });
}
