import type { Config } from "../config.ts";
import { openIncusWorld } from "./connect-seat-host.ts";
import { closeConnection } from "./incus/connection.ts";
import { listSeats } from "./incus-world.ts";
import { removeSeat } from "./remove-seat.ts";

/** Deletes every seat of this installation (data directory): what the tests do when they are over. */
export async function discardAllSeats(config: Config): Promise<number> {
  const world = await openIncusWorld(config);
  try {
    const { own } = await listSeats(world);
    for (const seat of own) await removeSeat(world, seat.name);
    return own.length;
  } finally {
    closeConnection(world.incus);
  }
}
