import { setTimeout as pause } from "node:timers/promises";
import type { Hold } from "./hold-seat-host.ts";
import { type PrepareMachineOptions, prepareSeatHost } from "./prepare-machine.ts";

export interface KeptSeatHost {
  /** False where there is none to hold; that has been said. */
  readonly held: boolean;
  /** Resolves when it has died too often, or could not be brought up again, while it was held. */
  readonly given: Promise<void>;
  release(): Promise<void>;
}

/** A seat host that dies more often than this in one go does not get better by starting it again. */
const MAX_RESTARTS = 5;

/** Holds the seat host as `prepareSeatHost` does, and brings it up again when it dies while it is held. */
export async function keepSeatHost(options: PrepareMachineOptions): Promise<KeptSeatHost> {
  let hold = await prepareSeatHost(options);
  let released = false;
  let giveUp: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (giveUp = resolve));
  const watch = async (first: Hold) => {
    let current: Hold | null = first;
    for (let restart = 1; current !== null; restart += 1) {
      const reason = await current.lost;
      if (released || options.signal?.aborted === true) return;
      if (restart > MAX_RESTARTS) {
        options.report(`the seat host is gone (${reason}), and it has been brought up ${MAX_RESTARTS} times`);
        return;
      }
      options.report(`the seat host is gone (${reason}); bringing it up again`);
      await pause(1000 * restart);
      current = hold = await prepareSeatHost(options);
    }
  };
  if (hold !== null)
    watch(hold)
      .catch((error: unknown) => {
        if (!released)
          options.report(`no seat host: ${error instanceof Error ? error.message : String(error)}`);
      })
      .finally(() => giveUp());
  return {
    held: hold !== null,
    given,
    release: async () => {
      released = true;
      await hold?.release();
    },
  };
}
