import { IncusError } from "./incus/incus-error.ts";
import { findInstance } from "./incus/instance.ts";
import { incusCall } from "./incus/wait-operation.ts";
import { type IncusWorld, listSeats, roleOf } from "./incus-world.ts";
import { isCurrent } from "./is-current.ts";
import { seatKeys, type SeatRole } from "./seat-keys.ts";

/**
 * Takes a started seat from a reserve by rewriting its role, guarded by the tag of what was read: of two
 * processes that reach for the same seat one is refused. Returns its name, or null when the reserve is empty.
 */
export async function claimReserve(
  world: IncusWorld,
  from: "reserve" | "grading-reserve",
  to: SeatRole,
  keys: Readonly<Record<string, string>>,
): Promise<string | null> {
  const facts = await world.facts();
  const { own } = await listSeats(world);
  for (const { name, status, ...rest } of own) {
    if (roleOf({ name, status, ...rest }) !== from || status !== "Running") continue;
    const found = await findInstance(world.incus, name);
    if (found?.etag == null || roleOf(found.instance) !== from) continue;
    if (!isCurrent(world, facts, found.instance)) continue;
    try {
      await incusCall(world.incus, "PATCH", `/1.0/instances/${name}`, {
        body: { config: { [seatKeys.role]: to, ...keys } },
        headers: { "if-match": found.etag },
      });
      return name;
    } catch (error) {
      if (!(error instanceof IncusError) || (error.status !== 412 && error.status !== 404)) throw error;
    }
  }
  return null;
}
