import { IncusError } from "./incus/incus-error.ts";
import { findInstance } from "./incus/instance.ts";
import { incusCall } from "./incus/wait-operation.ts";
import { type IncusWorld, listSeats, roleOf } from "./incus-world.ts";
import { isCurrent } from "./is-current.ts";
import { removeSeat } from "./remove-seat.ts";
import { seatKeys, type SeatRole } from "./seat-keys.ts";
import { waitEngine } from "./wait-engine.ts";

/** An engine that has answered once answers again within milliseconds. */
const ENGINE_MS = 10_000;

/**
 * Takes a started seat from a reserve by rewriting its role, guarded by the tag of what was read: of two
 * processes that reach for the same seat one is refused. One whose engine has died meanwhile is thrown away. Returns its
 * name, or null when the reserve is empty.
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
    if (!isCurrent(world, facts, found.instance) || found.instance.config[seatKeys.ready] !== "1") continue;
    try {
      await incusCall(world.incus, "PATCH", `/1.0/instances/${name}`, {
        body: { config: { [seatKeys.role]: to, ...keys } },
        headers: { "if-match": found.etag },
      });
    } catch (error) {
      if (!(error instanceof IncusError) || (error.status !== 412 && error.status !== 404)) throw error;
      continue;
    }
    const answers = await waitEngine(world.incus, name, { timeoutMs: ENGINE_MS }).then(
      () => true,
      () => false,
    );
    if (answers) return name;
    await removeSeat(world, name);
  }
  return null;
}
