import { IncusError } from "./incus/incus-error.ts";
import { incusCall } from "./incus/wait-operation.ts";
import { type IncusWorld, listSeats, roleOf } from "./incus-world.ts";
import { removeSeat } from "./remove-seat.ts";
import { seatKeys, type SeatRole } from "./seat-keys.ts";

/**
 * Deletes a seat that nobody needs now, so that another can be made for somebody who waits: one of a reserve, or
 * the student's seat that has slept longest, whose files are kept elsewhere. False when there is none.
 */
export async function makeRoom(world: IncusWorld, wanted: SeatRole): Promise<boolean> {
  // A reserve is for those who come later.
  if (wanted === "reserve" || wanted === "grading-reserve") return false;
  const { own } = await listSeats(world);
  for (const seat of own) {
    if (roleOf(seat) !== "reserve" && roleOf(seat) !== "grading-reserve") continue;
    await removeSeat(world, seat.name);
    return true;
  }
  const usedAt = (seat: (typeof own)[number]) => Number(seat.config[seatKeys.usedAt] ?? 0);
  const asleep = own.filter((seat) => roleOf(seat) === "student" && seat.status === "Stopped");
  for (const seat of asleep.toSorted((one, other) => usedAt(one) - usedAt(other))) {
    try {
      // Not by force: one that its student wakes in this moment runs by now, and the seat host refuses.
      await incusCall(world.incus, "DELETE", `/1.0/instances/${seat.name}`);
      world.lastUse.delete(seat.name);
      return true;
    } catch (error) {
      if (!(error instanceof IncusError) || error.status === 0) throw error;
    }
  }
  return false;
}
