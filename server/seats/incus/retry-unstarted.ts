import { setTimeout as pause } from "node:timers/promises";
import type { CancelSignal } from "../../../core/seat/port.ts";
import { IncusError } from "./incus-error.ts";

const ATTEMPTS = 4;
const PAUSE_MS = 300;

/** What Incus says when it could not enter an instance; now and then it cannot, under load, and a moment later it can. */
export const isUnstarted = (error: unknown): boolean =>
  error instanceof IncusError && /failed to retrieve PID of executing child process/i.test(error.message);

/** Tries again what Incus has not begun: nothing has run, so that nothing runs twice. */
export async function retryUnstarted<Result>(
  attempt: () => Promise<Result>,
  signal?: CancelSignal,
): Promise<Result> {
  for (let left = ATTEMPTS - 1; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || !isUnstarted(error) || signal?.aborted === true) throw error;
      await pause(PAUSE_MS);
    }
  }
}
