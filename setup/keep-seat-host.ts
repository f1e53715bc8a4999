import { setTimeout as pause } from "node:timers/promises";
import type { Hold } from "./hold-seat-host.ts";
import { prepareSeatHost, type PrepareMachineOptions } from "./prepare-machine.ts";

export interface KeptSeatHost {
  release(): Promise<void>;
}

/** A seat host that dies more often than this in one go does not get better by starting it again. */
const MAX_RESTARTS = 5;

/** Holds the seat host as `prepareSeatHost` does, and brings it up again when it dies while it is held. */
export async function keepSeatHost(options: PrepareMachineOptions): Promise<KeptSeatHost> {
  let hold = await prepareSeatHost(options);
  let released = false;
  const watch = async (first: Hold) => {
    let current: Hold | null = first;
    for (let restart = 1; restart <= MAX_RESTARTS && current !== null; restart += 1) {
      const reason = await current.lost;
      if (released || options.signal?.aborted === true) return;
      options.report(`the seat host is gone (${reason}); bringing it up again`);
      await pause(1000 * restart);
      current = hold = await prepareSeatHost(options);
    }
  };
  if (hold !== null)
    watch(hold).catch((error: unknown) => {
      if (!released)
        options.report(`no seat host: ${error instanceof Error ? error.message : String(error)}`);
    });
  return {
    release: async () => {
      released = true;
      await hold?.release();
    },
  };
}
