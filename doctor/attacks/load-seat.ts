import { setTimeout as pause } from "node:timers/promises";
import type { SeatUsage } from "../../core/seat/port.ts";
import type { Config } from "../../server/config.ts";
import { readFacts } from "../../server/seats/seat-facts.ts";
import type { Verdict } from "../attack.ts";
import { type AnySeat, type Ground, isWell, recovers, sh } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import { type Counters, readCounters } from "./read-counters.ts";

const MIB = 1024 ** 2;
/** The pool counts late: a seat may pass its limit by this much for a moment (SECURITY.md). */
const LATE_BYTES = 500 * MIB;
/** What a seat of an attack on the disk has for itself. */
const ROOM_BYTES = 300 * MIB;
/** Never more than this is written, wherever the limit is. */
export const MOST_MIB = 1200;

type Claims = Readonly<Record<string, boolean>>;

/** What a load found out, in words: of the walls, and of whether it loaded anything. */
export interface Loaded {
  readonly walls?: Claims;
  readonly control: Claims;
}

/** When a load is so heavy that its neighbours would feel it: which of the seat's limits it has come near to. */
export type Bite = "processes" | "memory" | "disk" | "cpu";

interface LoadOptions {
  readonly bites: Bite;
  /** The load may well end the seat's own engine, which its next opening starts anew. */
  readonly ruins?: boolean;
  readonly limits?: Partial<Config>;
}

/**
 * Runs a load in a seat of its own. As soon as the load bites, and as long as it does, the neighbour is asked; the seat
 * itself is asked after it. A load that never bit proves nothing.
 */
export function loadSeat(
  ground: Ground,
  load: (seat: AnySeat) => Promise<Loaded>,
  options: LoadOptions,
): Promise<Verdict> {
  return ground.withSeat(options.limits ?? {}, (seat) => underLoad(ground, seat, () => load(seat), options));
}

/** The same in a seat whose disk has a little more room than the golden seat takes. */
export async function loadSmallDisk(
  ground: Ground,
  load: (seat: AnySeat) => Promise<Loaded>,
  options: Partial<LoadOptions> = {},
): Promise<Verdict> {
  const { goldenBytes } = await readFacts(ground.world.incus);
  return await loadSeat(ground, load, {
    bites: "disk",
    ...options,
    limits: { SEAT_DISK: goldenBytes + ROOM_BYTES },
  });
}

async function underLoad(
  ground: Ground,
  seat: AnySeat,
  load: () => Promise<Loaded>,
  { bites, ruins = false }: LoadOptions,
): Promise<Verdict> {
  const neighbour = await ground.neighbour();
  const before = await seat.usage();
  const counted = await readCounters(seat);
  const peak = { processes: 0, memoryBytes: 0 };
  const asked: { readonly well: boolean; readonly ms: number }[] = [];
  let felt = "";
  let over = false;
  const loading = load().finally(() => (over = true));
  loading.catch(() => undefined);
  const isOver = () => over;
  while (!isOver()) {
    const usage = await seat.usage();
    peak.processes = Math.max(peak.processes, usage.processes);
    peak.memoryBytes = Math.max(peak.memoryBytes, usage.memoryBytes);
    const seen = await isBiting(bites, seat, usage, before, counted);
    // Asked in the middle of it: one that answers before or after says nothing.
    if (seen === null || isOver()) await pause(50);
    else {
      felt = seen;
      asked.push(await isWell(neighbour));
    }
  }
  const { walls, control } = await loading;
  const slowest = Math.max(...asked.map(({ ms }) => ms));
  const alive = ruins || (await recovers(seat));
  const after = bites === "memory" ? await readCounters(seat) : null;
  return judgeClaims(
    {
      ...walls,
      [`the seat had ${peak.processes} processes and ${Math.round(peak.memoryBytes / MIB)} MiB at most`]:
        peak.processes <= seat.limits.processes && peak.memoryBytes <= seat.limits.memoryBytes,
      [`meanwhile another seat's engine answers within ${slowest} ms`]: asked.every(({ well }) => well),
      ...(ruins ? {} : { "the seat's own engine answers afterwards": alive }),
    },
    {
      ...control,
      [`the other seat was asked ${asked.length} times under the load (${felt})`]: asked.length > 0,
      ...(bites !== "memory" || ruins
        ? {}
        : {
            [`the kernel says that the memory limit was reached (${counted?.memoryHits} times before, ${after?.memoryHits} after)`]:
              after !== null && counted !== null && after.memoryHits > counted.memoryHits,
          }),
    },
  );
}

/** What of the load is felt now, in words; null while it is not. */
async function isBiting(
  bites: Bite,
  seat: AnySeat,
  now: SeatUsage,
  before: SeatUsage,
  counted: Counters | null,
): Promise<string | null> {
  const { processes, memoryBytes } = seat.limits;
  if (bites === "processes") return now.processes >= 0.8 * processes ? `${now.processes} processes` : null;
  if (bites === "memory")
    return now.memoryBytes >= 0.5 * memoryBytes ? `${Math.round(now.memoryBytes / MIB)} MiB` : null;
  if (bites === "disk") {
    // What is written is in the seat's page cache before the pool has counted it.
    const written = Math.max(now.diskBytes - before.diskBytes, now.memoryBytes - before.memoryBytes);
    return written >= 32 * MIB ? `${Math.round(written / MIB)} MiB are being written` : null;
  }
  const used = ((await readCounters(seat))?.cpuMicros ?? 0) - (counted?.cpuMicros ?? 0);
  return used >= 500_000 ? `${Math.round(used / 1000)} ms of processor time` : null;
}

/** Goes on writing to a full disk for some seconds: shell. At most 80 MiB where it is not full. */
export const hammer = (file: string) =>
  `i=0; while [ $i -lt 20 ]; do head -c 4M /dev/zero >> ${file} 2>/dev/null; sleep 0.2; i=$((i+1)); done`;

/** Writes as much as it can, at most `MOST_MIB`, and holds the end against the seat's own room. */
export async function fillDisk(seat: AnySeat, script: string): Promise<Loaded> {
  const result = await sh(seat, script, 60_000);
  const written = Number(/^written (\d+)$/m.exec(result.stdout)?.[1] ?? NaN);
  return {
    walls: {
      [`writing ended after ${Math.round(written / MIB)} MiB where there is room for ${ROOM_BYTES / MIB}`]:
        written <= ROOM_BYTES + LATE_BYTES,
    },
    control: {
      "it wrote until it could not, or had written all":
        written > 16 * MIB &&
        (written >= MOST_MIB * MIB || /quota|no space/i.test(result.stdout + result.stderr)),
    },
  };
}
