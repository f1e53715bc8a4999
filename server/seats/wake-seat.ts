import type { CancelSignal } from "../../core/seat/port.ts";
import { IncusError } from "./incus/incus-error.ts";
import type { IncusInstance } from "./incus/instance.ts";
import { setInstanceState } from "./incus/set-state.ts";
import { incusCall } from "./incus/wait-operation.ts";
import type { IncusWorld } from "./incus-world.ts";
import { seatConfig } from "./seat-config.ts";
import { seatKeys } from "./seat-keys.ts";
import { waitEngine } from "./wait-engine.ts";

/** A seat that does not come up: its student, who is root in it, has filled its disk or broken its system. */
export class BrokenSeat extends Error {
  override readonly name = "BrokenSeat";
  readonly isFull: boolean;

  constructor(isFull: boolean, cause: IncusError) {
    super(cause.message, { cause });
    this.isFull = isFull;
  }
}

/**
 * Starts a sleeping seat with today's limits, and waits until its engine answers. Throws BrokenSeat where the
 * seat host does its part and the seat does not come up.
 */
export async function wakeSeat(
  world: IncusWorld,
  instance: IncusInstance,
  signal?: CancelSignal,
): Promise<void> {
  const { place } = await world.facts();
  const wanted = seatConfig(place, world.limits, instance.devices["eth0"]?.["ipv4.address"] ?? "");
  const withSignal = signal === undefined ? {} : { signal };
  let begun = false;
  try {
    await incusCall(world.incus, "PATCH", `/1.0/instances/${instance.name}`, {
      body: { ...wanted, config: { ...wanted.config, [seatKeys.sleptFor]: "" } },
    });
    begun = true;
    await setInstanceState(world.incus, instance.name, "start", withSignal);
    await waitEngine(world.incus, instance.name, withSignal);
  } catch (error) {
    if (!(error instanceof IncusError) || signal?.aborted === true) throw error;
    const isFull = DISK_FULL.test(error.message);
    // What the seat host refuses for reasons of its own says nothing about the seat.
    if ([0, 404, 499].includes(error.status) || (!begun && !isFull)) throw error;
    throw new BrokenSeat(isFull, error);
  }
}

/** The seat host keeps a file of its own on a seat's disk, and cannot change a seat whose disk is full. */
const DISK_FULL = /quota exceeded|no space left/i;

/** How long the engine of a running seat may be silent before the seat is started anew. */
const SILENCE_MS = 8_000;

/** Makes sure that a running seat's engine answers; one that does not is started anew, files and images kept. */
export async function reviveSeat(
  world: IncusWorld,
  instance: IncusInstance,
  signal?: CancelSignal,
): Promise<"alive" | "restarted"> {
  try {
    await waitEngine(world.incus, instance.name, {
      timeoutMs: SILENCE_MS,
      ...(signal === undefined ? {} : { signal }),
    });
    return "alive";
  } catch (error) {
    if (signal?.aborted === true || (error instanceof IncusError && error.status === 0)) throw error;
    await setInstanceState(world.incus, instance.name, "stop", { force: true }).catch(() => undefined);
    await wakeSeat(world, instance, signal);
    return "restarted";
  }
}
