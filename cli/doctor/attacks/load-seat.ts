import { readFacts } from "../../../server/seats/seat-facts.ts";
import type { Verdict } from "../attack.ts";
import { isWell, recovers, sh, type AnySeat, type Ground } from "../ground.ts";
import { judgeClaims } from "../judge.ts";

const MIB = 1024 ** 2;
/** The pool counts late: a seat may pass its limit by this much for a moment (SECURITY.md). */
const LATE_BYTES = 500 * MIB;
/** What a seat of an attack on the disk has for itself. */
const ROOM_BYTES = 300 * MIB;
/** Never more than this is written, wherever the limit is. */
export const MOST_MIB = 1200;

/** What a load found out, in words. */
type Claims = Readonly<Record<string, boolean>>;
/** `ruins`: the load may well end the seat's own engine, which its next opening starts anew. */
interface LoadOptions {
  readonly ruins?: boolean;
}

/** Runs a load in a seat of its own, asks the neighbour in the middle of it, and the seat itself after it. */
export function loadSeat(
  ground: Ground,
  load: (seat: AnySeat) => Promise<Claims>,
  options: LoadOptions = {},
): Promise<Verdict> {
  return ground.withSeat({}, (seat) => underLoad(ground, seat, () => load(seat), options));
}

/** The same in a seat whose disk has a little more room than the golden seat takes. */
export async function loadSmallDisk(
  ground: Ground,
  load: (seat: AnySeat) => Promise<Claims>,
): Promise<Verdict> {
  const { goldenBytes } = await readFacts(ground.world.incus);
  return await ground.withSeat({ SEAT_DISK: goldenBytes + ROOM_BYTES }, (seat) =>
    underLoad(ground, seat, () => load(seat)),
  );
}

async function underLoad(
  ground: Ground,
  seat: AnySeat,
  load: () => Promise<Claims>,
  options: LoadOptions = {},
): Promise<Verdict> {
  const neighbour = await ground.neighbour();
  const [claims, well] = await Promise.all([load(), isWell(neighbour)]);
  const alive = options.ruins === true || (await recovers(seat));
  return judgeClaims({
    ...claims,
    [`meanwhile another seat's engine answers within ${well.ms} ms`]: well.well,
    ...(options.ruins === true ? {} : { "the seat's own engine answers afterwards": alive }),
  });
}

/** Writes as much as it can, at most `MOST_MIB`, and holds the end against the seat's own room. */
export async function fillDisk(seat: AnySeat, script: string): Promise<Claims> {
  const result = await sh(seat, script, 60_000);
  const written = Number(/^written (\d+)$/m.exec(result.stdout)?.[1] ?? NaN);
  return {
    [`writing ended after ${Math.round(written / MIB)} MiB, by the seat's own limit`]:
      written <= ROOM_BYTES + LATE_BYTES && /quota|no space/i.test(result.stdout + result.stderr),
  };
}
