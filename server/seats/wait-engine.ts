import { setTimeout as pause } from "node:timers/promises";
import type { CancelSignal } from "../../core/seat/port.ts";
import type { IncusConnection } from "./incus/connection.ts";
import { execInInstance } from "./incus/exec.ts";
import { IncusError } from "./incus/incus-error.ts";

/** One exec that waits inside: asking again from outside costs 50 ms a time. */
const WAIT_INSIDE = [
  "sh",
  "-c",
  "i=0; while [ $i -lt 600 ]; do curl -sf -m 2 --unix-socket /run/docker.sock http://engine/_ping >/dev/null && exit 0; i=$((i+1)); sleep 0.05; done; tail -n 5 /var/log/dockerd.log >&2; exit 1",
] as const;

/** Resolves once the Docker Engine in an instance answers. Throws IncusError with the engine's last words. */
export async function waitEngine(
  incus: IncusConnection,
  instance: string,
  options: { readonly timeoutMs?: number; readonly signal?: CancelSignal } = {},
): Promise<void> {
  const deadline = Date.now() + (options.timeoutMs ?? 60_000);
  for (;;) {
    const result = await execInInstance(incus, instance, WAIT_INSIDE, {
      timeoutMs: Math.max(1000, deadline - Date.now()),
      maxOutputBytes: 64 * 1024,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    if (result.exitCode === 0) return;
    if (options.signal?.aborted === true) throw new IncusError(499, "waiting for the engine: cancelled");
    if (Date.now() > deadline)
      throw new IncusError(504, `the engine of ${instance} does not answer: ${result.stderr.trim()}`);
    await pause(100);
  }
}
