import type { CancelSignal } from "../../core/seat/port.ts";
import { IncusError } from "./incus/incus-error.ts";
import type { IncusInstance } from "./incus/instance.ts";
import { setInstanceState } from "./incus/set-state.ts";
import { incusCall } from "./incus/wait-operation.ts";
import type { IncusWorld } from "./incus-world.ts";
import { seatConfig } from "./seat-config.ts";
import { waitEngine } from "./wait-engine.ts";

/** Starts a sleeping seat with today's limits, and waits until its engine answers. */
export async function wakeSeat(
  world: IncusWorld,
  instance: IncusInstance,
  signal?: CancelSignal,
): Promise<void> {
  const { place } = await world.facts();
  const wanted = seatConfig(place, world.limits, instance.devices["eth0"]?.["ipv4.address"] ?? "");
  await incusCall(world.incus, "PATCH", `/1.0/instances/${instance.name}`, { body: wanted });
  await setInstanceState(world.incus, instance.name, "start", signal === undefined ? {} : { signal });
  await waitEngine(world.incus, instance.name, signal === undefined ? {} : { signal });
}

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
