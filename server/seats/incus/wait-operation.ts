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

/** A request whose answer may be an operation: returns when all of it is done. */
export async function incusCall(
  incus: IncusConnection,
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  options: IncusRequestOptions & { readonly operationTimeoutMs?: number } = {},
): Promise<IncusOperation | null> {
  const answer = await incusRequest(incus, method, path, options);
  if (answer.operation === null) return null;
  return await waitOperation(incus, answer.operation, {
    ...(options.operationTimeoutMs === undefined ? {} : { timeoutMs: options.operationTimeoutMs }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}
