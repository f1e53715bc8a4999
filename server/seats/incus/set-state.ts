import type { CancelSignal } from "../../../core/seat/port.ts";
import type { IncusConnection } from "./connection.ts";
import { IncusError } from "./incus-error.ts";
import { incusCall } from "./wait-operation.ts";

/** Starts or stops an instance and waits until it is done. `force` pulls the plug. */
export async function setInstanceState(
  incus: IncusConnection,
  instance: string,
  action: "start" | "stop",
  options: {
    readonly force?: boolean;
    readonly timeoutSeconds?: number;
    readonly signal?: CancelSignal;
  } = {},
): Promise<void> {
  const done = action === "start" ? /already running/i : /already stopped|not running/i;
  await incusCall(incus, "PUT", `/1.0/instances/${instance}/state`, {
    body: { action, timeout: options.timeoutSeconds ?? 30, force: options.force ?? false },
    operationTimeoutMs: (options.timeoutSeconds ?? 30) * 1000 + 30_000,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }).catch((error: unknown) => {
    // Somebody else was faster; what was asked for is so.
    if (!(error instanceof IncusError && done.test(error.message))) throw error;
  });
}
