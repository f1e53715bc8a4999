import { AppError } from "../../core/errors.ts";
import type { CancelSignal } from "../../core/seat/port.ts";
import { IncusError } from "./incus/incus-error.ts";
import { setInstanceState } from "./incus/set-state.ts";
import { incusCall } from "./incus/wait-operation.ts";
import { listSeats, newSeatName, type IncusWorld } from "./incus-world.ts";
import { makeRoom } from "./make-room.ts";
import { pickAddress } from "./pick-address.ts";
import { removeSeat } from "./remove-seat.ts";
import { seatConfig } from "./seat-config.ts";
import { seatKeys, type SeatRole } from "./seat-keys.ts";
import { waitEngine } from "./wait-engine.ts";

/** Two processes may pick the same address at once; the seat host refuses the second. */
const ATTEMPTS = 3;

/**
 * A fresh started copy of the golden seat whose engine answers. Returns its name at the seat host.
 * Where as many seats exist as SEAT_LIMIT allows, the one that has slept longest gives way; throws AppError
 * TOO_MANY when all are in use.
 */
export async function cloneSeat(
  world: IncusWorld,
  role: SeatRole,
  keys: Readonly<Record<string, string>> = {},
  signal?: CancelSignal,
): Promise<string> {
  const withSignal = signal === undefined ? {} : { signal };
  const facts = await world.facts();
  for (let attempt = 1; ; attempt += 1) {
    const name = newSeatName();
    const { addresses, count } = await listSeats(world);
    if (count >= world.config.SEAT_LIMIT && !(await makeRoom(world, role))) throw tooMany(world);
    const { config, devices } = seatConfig(facts.place, world.limits, pickAddress(facts.subnet, addresses));
    try {
      await incusCall(world.incus, "POST", "/1.0/instances", {
        body: {
          name,
          type: "container",
          profiles: [],
          source: { type: "copy", source: facts.golden, project: "default", instance_only: true },
          config: {
            ...config,
            [seatKeys.role]: role,
            [seatKeys.realm]: world.realm,
            [seatKeys.golden]: facts.golden,
            ...keys,
          },
          devices,
        },
        ...withSignal,
      });
      await setInstanceState(world.incus, name, "start", withSignal);
      await waitEngine(world.incus, name, withSignal);
      return name;
    } catch (error) {
      await removeSeat(world, name).catch(() => undefined);
      const again = error instanceof IncusError && /already|in use/i.test(error.message);
      if (!again || attempt >= ATTEMPTS) throw error;
    }
  }
}

function tooMany(world: IncusWorld): AppError {
  return new AppError("TOO_MANY", {
    message: `SEAT_LIMIT=${world.config.SEAT_LIMIT} seats exist`,
    userMessage:
      `All ${world.config.SEAT_LIMIT} seats of this site are in use. Your files are safe; try again in a few ` +
      "minutes, or ask your instructor to raise SEAT_LIMIT.",
  });
}
