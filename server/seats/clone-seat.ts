import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { CancelSignal } from "../../core/seat/port.ts";
import { IncusError, isMemberAway } from "./incus/incus-error.ts";
import { setInstanceState } from "./incus/set-state.ts";
import { incusCall } from "./incus/wait-operation.ts";
import { type IncusWorld, listSeats, newSeatName } from "./incus-world.ts";
import { makeRoom } from "./make-room.ts";
import { pickAddress } from "./pick-address.ts";
import { removeSeat } from "./remove-seat.ts";
import { seatConfig } from "./seat-config.ts";
import type { SeatFacts } from "./seat-facts.ts";
import { seatKeys, type SeatRole } from "./seat-keys.ts";
import { waitEngine } from "./wait-engine.ts";

/** Two processes may pick the same address at once; the seat host refuses the second. */
const ATTEMPTS = 3;
/** A cluster gives seats to a member that has died until it has missed it, 20 seconds later. */
const MISSED_MS = 30_000;
const MISSED_PAUSE_MS = 1_000;

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
  const missed = Date.now() + MISSED_MS;
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
          source: cloneSource(facts),
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
      if (role === "reserve" || role === "grading-reserve") await markReady(world, name);
      return name;
    } catch (error) {
      await removeSeat(world, name).catch(() => undefined);
      if (isMemberAway(error) && Date.now() < missed && signal?.aborted !== true) {
        attempt -= 1;
        await pause(MISSED_PAUSE_MS);
        continue;
      }
      const again = error instanceof IncusError && /already|in use/i.test(error.message);
      if (!again || attempt >= ATTEMPTS) throw error;
    }
  }
}

/** From now on a seat of the reserve may be given away. Before, it runs and its engine may not answer yet. */
export const markReady = (world: IncusWorld, name: string) =>
  incusCall(world.incus, "PATCH", `/1.0/instances/${name}`, { body: { config: { [seatKeys.ready]: "1" } } });

/** What a seat is made from. Where it is made, a cluster decides. */
export const cloneSource = ({ golden, goldenImage }: Pick<SeatFacts, "golden" | "goldenImage">) =>
  goldenImage === null
    ? { type: "copy", source: golden, project: "default", instance_only: true }
    : { type: "image", fingerprint: goldenImage };

function tooMany(world: IncusWorld): AppError {
  return new AppError("TOO_MANY", {
    message: `SEAT_LIMIT=${world.config.SEAT_LIMIT} seats exist`,
    userMessage: say("seats.all-taken", { count: world.config.SEAT_LIMIT }),
  });
}
