import { setInstanceState } from "./incus/set-state.ts";
import { incusCall } from "./incus/wait-operation.ts";
import type { IncusWorld } from "./incus-world.ts";
import { seatKeys } from "./seat-keys.ts";

/**
 * Stops a seat: first by asking its engine, then by pulling the plug. Files and images stay.
 * @param why noted where nobody asked for it, so that its student can be told
 */
export async function putToSleep(world: IncusWorld, name: string, why?: "memory"): Promise<void> {
  if (why !== undefined)
    await incusCall(world.incus, "PATCH", `/1.0/instances/${name}`, {
      body: { config: { [seatKeys.sleptFor]: why } },
    }).catch(() => undefined);
  await setInstanceState(world.incus, name, "stop", { timeoutSeconds: 15 }).catch(() =>
    setInstanceState(world.incus, name, "stop", { force: true }),
  );
}
