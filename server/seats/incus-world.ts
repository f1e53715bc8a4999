import { createHash, randomBytes } from "node:crypto";
import { judgeMemory, type MemoryLevel } from "../../core/seat/judge-memory.ts";
import type { HostMemory, SeatLimits } from "../../core/seat/port.ts";
import type { Config } from "../config.ts";
import type { IncusConnection } from "./incus/connection.ts";
import { type IncusInstance, isAway, listInstances } from "./incus/instance.ts";
import { type OneAtATime, oneAtATime } from "./one-at-a-time.ts";
import { readLocalMemory, readRemoteMemory } from "./read-memory.ts";
import { readFacts, type SeatFacts, seatLimits } from "./seat-facts.ts";
import { seatKeys, type SeatRole } from "./seat-keys.ts";

/** What every operation on seats needs: the connection, the settings, and who we are at this seat host. */
export interface IncusWorld {
  readonly incus: IncusConnection;
  readonly config: Config;
  readonly limits: SeatLimits;
  /** Read anew now and then: the golden seat may change under a running site. */
  facts(): Promise<SeatFacts>;
  /** Installation (data directory); several share one seat host without seeing each other's seats. */
  readonly realm: string;
  /** When a seat was last used, by instance name, milliseconds since 1970. */
  readonly lastUse: Map<string, number>;
  /** Grading seats that this process has taken and not given back. */
  readonly held: Set<string>;
  /** Whose seat an instance was when it was last seen: of one on a dead member the seat host tells only the name. */
  readonly studentOf: Map<string, string>;
  /** Students' seats in which this process has something under way, by instance name, and how much. */
  readonly kept: Map<string, number>;
  /** When this process handed out fresh seats, milliseconds since 1970. */
  readonly taken: Record<"student" | "grading", number[]>;
  /** What changes a student's seat, by the student's hash. */
  readonly forStudent: OneAtATime;
  /** Memory of the seat host's machine. */
  memory(): Promise<HostMemory | null>;
}

/** How long what setup wrote down is believed before it is read again. */
const FACTS_MS = 10_000;
/** Elsewhere is asked no more often than this: it counts its whole hardware for the answer. */
const MEMORY_MS = 10_000;

export function createIncusWorld(incus: IncusConnection, config: Config): IncusWorld {
  let memory: { readonly readAt: number; readonly value: Promise<HostMemory | null> } | null = null;
  let facts: { readonly readAt: number; readonly value: Promise<SeatFacts> } | null = null;
  return {
    incus,
    config,
    limits: seatLimits(config),
    realm: realmOf(config.DATA_DIR),
    lastUse: new Map(),
    held: new Set(),
    studentOf: new Map(),
    kept: new Map(),
    taken: { student: [], grading: [] },
    forStudent: oneAtATime(),
    memory: () => {
      if (config.SEAT_HOST === "auto") return readLocalMemory();
      if (memory === null || Date.now() - memory.readAt > MEMORY_MS)
        // One that cannot say is not held for full.
        memory = { readAt: Date.now(), value: readRemoteMemory(incus).catch(() => null) };
      return memory.value;
    },
    facts: () => {
      if (facts === null || Date.now() - facts.readAt > FACTS_MS) {
        facts = { readAt: Date.now(), value: readFacts(incus) };
        facts.value.catch(() => (facts = null));
      }
      return facts.value;
    },
  };
}

export const memoryLevel = async (world: IncusWorld): Promise<MemoryLevel> =>
  judgeMemory(await world.memory(), world.config.MEMORY_RESERVE);

const realmOf = (dataDirectory: string) => shortHash(`realm\n${dataDirectory}`);

/** A student's id never reaches the seat host, only this. */
export const studentHash = (world: IncusWorld, studentId: string) =>
  shortHash(`student\n${world.realm}\n${studentId}`);

const shortHash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);

export const newSeatName = () => `seat-${randomBytes(8).toString("hex")}`;

export const roleOf = (instance: IncusInstance) => instance.config[seatKeys.role] as SeatRole | undefined;

/** Seats of this installation that can be reached, and the addresses and number of everybody's. */
export async function listSeats(world: IncusWorld): Promise<{
  readonly own: IncusInstance[];
  readonly addresses: ReadonlySet<string>;
  readonly count: number;
  /** Students' hashes whose seats are on a member of the cluster that does not answer. */
  readonly awayOf: ReadonlySet<string>;
}> {
  const listed = await listInstances(world.incus);
  const all = listed.filter((instance) => !isAway(instance));
  const own = all.filter((instance) => instance.config[seatKeys.realm] === world.realm);
  const away = listed.filter(isAway).map(({ name }) => [name, world.studentOf.get(name)] as const);
  world.studentOf.clear();
  for (const seat of own) {
    const student = seat.config[seatKeys.student];
    if (roleOf(seat) === "student" && student !== undefined) world.studentOf.set(seat.name, student);
  }
  for (const [name, student] of away) if (student !== undefined) world.studentOf.set(name, student);
  return {
    own,
    addresses: new Set(all.map((instance) => instance.devices["eth0"]?.["ipv4.address"] ?? "")),
    count: all.length,
    awayOf: new Set(away.flatMap(([, student]) => student ?? [])),
  };
}

/** Of a student's seats the one used last. There are two when one was away while they got another. */
export const usedLast = (seats: readonly IncusInstance[]): IncusInstance | null =>
  seats.toSorted((a, b) => usedAt(b) - usedAt(a) || b.created_at.localeCompare(a.created_at))[0] ?? null;

const usedAt = (seat: IncusInstance) => Number(seat.config[seatKeys.usedAt] ?? 0);
