import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { CancelSignal } from "../../../core/seat/port.ts";
import type { IncusConnection } from "./connection.ts";
import { IncusError } from "./incus-error.ts";
import { incusRequest, type IncusRequestOptions } from "./request.ts";

const operationShape = z.object({
  id: z.string(),
  status_code: z.number(),
  err: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
export type IncusOperation = z.infer<typeof operationShape>;

const SUCCESS = 200;

/** Waits until an operation of Incus ends. Throws IncusError when it failed or took longer than `timeoutMs`. */
export async function waitOperation(
  incus: IncusConnection,
  operation: string,
  options: { readonly timeoutMs?: number; readonly signal?: CancelSignal } = {},
): Promise<IncusOperation> {
  const timeoutMs = options.timeoutMs ?? 120_000;
  const answer = await incusRequest(incus, "GET", `${new URL(operation, incus.origin).pathname}/wait`, {
    query: { timeout: String(Math.ceil(timeoutMs / 1000)) },
    timeoutMs: timeoutMs + 5_000,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const ended = operationShape.parse(answer.metadata);
  if (ended.status_code === SUCCESS) return ended;
  if (ended.status_code < SUCCESS) throw new IncusError(504, `operation not done after ${timeoutMs} ms`);
  throw new IncusError(ended.status_code, ended.err ?? "the operation failed without a text");
}

/** An instance that is on its way up or down takes no other order until it is there. */
const BUSY_MS = 20_000;
const BUSY_PAUSE_MS = 200;

/** A request whose answer may be an operation: returns when all of it is done. Waits for a busy instance. */
export async function incusCall(
  incus: IncusConnection,
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  options: IncusRequestOptions & { readonly operationTimeoutMs?: number } = {},
): Promise<IncusOperation | null> {
  const deadline = Date.now() + BUSY_MS;
  for (;;) {
    try {
      const answer = await incusRequest(incus, method, path, options);
      if (answer.operation === null) return null;
      return await waitOperation(incus, answer.operation, {
        ...(options.operationTimeoutMs === undefined ? {} : { timeoutMs: options.operationTimeoutMs }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
    } catch (error) {
      const busy = error instanceof IncusError && /instance is busy/i.test(error.message);
      if (!busy || Date.now() > deadline || options.signal?.aborted === true) throw error;
      await pause(BUSY_PAUSE_MS);
    }
  }
}
