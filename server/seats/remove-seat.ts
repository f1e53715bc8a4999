import { findInstance } from "./incus/instance.ts";
import { setInstanceState } from "./incus/set-state.ts";
import { incusCall } from "./incus/wait-operation.ts";
import type { IncusWorld } from "./incus-world.ts";

/** Deletes a seat with everything in it. Nothing happens when it is gone already. */
export async function removeSeat(world: IncusWorld, name: string): Promise<void> {
  const found = await findInstance(world.incus, name);
  if (found === null) return;
  if (found.instance.status !== "Stopped")
    await setInstanceState(world.incus, name, "stop", { force: true }).catch(() => undefined);
  await incusCall(world.incus, "DELETE", `/1.0/instances/${name}`);
  world.lastUse.delete(name);
  world.studentOf.delete(name);
}
