import type { Duplex } from "node:stream";
import type { GradingSeat, OpenOptions } from "../../core/seat/port.ts";
import { claimReserve } from "./claim-reserve.ts";
import { cloneSeat } from "./clone-seat.ts";
import { incusCall } from "./incus/wait-operation.ts";
import type { IncusWorld } from "./incus-world.ts";
import { makeSeat } from "./make-seat.ts";
import { removeSeat } from "./remove-seat.ts";
import { requireMemory } from "./require-memory.ts";
import { seatKeys } from "./seat-keys.ts";

/** A grading seat whose taker died is deleted by anybody after this long; a living taker renews it in time. */
const LEASE_MS = 120_000;
const RENEW_MS = 30_000;

const lease = () => ({ [seatKeys.leaseUntil]: String(Date.now() + LEASE_MS) });

/** A fresh clone for one attempt, from the reserve when there is one. */
export async function takeGradingSeatFromIncus(
  world: IncusWorld,
  options: OpenOptions = {},
): Promise<GradingSeat<Duplex>> {
  options.onState?.("cloning");
  world.taken.grading.push(Date.now());
  let name = await claimReserve(world, "grading-reserve", "grading", lease());
  if (name === null) {
    await requireMemory(world);
    name = await cloneSeat(world, "grading", lease(), options.signal);
  }
  world.held.add(name);
  options.onState?.("ready");
  const renewal = setInterval(() => {
    incusCall(world.incus, "PATCH", `/1.0/instances/${name}`, { body: { config: lease() } }).catch(() => {
      // A seat host that is away for a moment is asked again at the next turn.
    });
  }, RENEW_MS);
  renewal.unref();
  let discarding: Promise<void> | null = null;
  return {
    ...makeSeat(world.incus, name, world.limits, async () => (await world.facts()).goldenBytes),
    discard: () => {
      clearInterval(renewal);
      world.held.delete(name);
      // What cannot be deleted now is left over when its lease ends, and `tend` deletes it.
      return (discarding ??= removeSeat(world, name).catch(() => undefined));
    },
  };
}
