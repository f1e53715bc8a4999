import { createHash, randomBytes } from "node:crypto";
import type { SeatLimits } from "../../core/seat/port.ts";
import type { Config } from "../config.ts";
import type { IncusConnection } from "./incus/connection.ts";
import { listInstances, type IncusInstance } from "./incus/instance.ts";
import { readFacts, seatLimits, type SeatFacts } from "./seat-facts.ts";
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
}

/** How long what setup wrote down is believed before it is read again. */
const FACTS_MS = 10_000;

export function createIncusWorld(incus: IncusConnection, config: Config): IncusWorld {
  let facts: { readonly readAt: number; readonly value: Promise<SeatFacts> } | null = null;
  return {
    incus,
    config,
    limits: seatLimits(config),
    realm: realmOf(config.DATA_DIR),
    lastUse: new Map(),
    held: new Set(),
    facts: () => {
      if (facts === null || Date.now() - facts.readAt > FACTS_MS) {
        facts = { readAt: Date.now(), value: readFacts(incus) };
        facts.value.catch(() => (facts = null));
      }
      return facts.value;
    },
  };
}

const realmOf = (dataDirectory: string) => shortHash(`realm\n${dataDirectory}`);

/** A student's id never reaches the seat host, only this. */
export const studentHash = (world: IncusWorld, studentId: string) =>
  shortHash(`student\n${world.realm}\n${studentId}`);

const shortHash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);

export const newSeatName = () => `seat-${randomBytes(8).toString("hex")}`;

export const roleOf = (instance: IncusInstance) => instance.config[seatKeys.role] as SeatRole | undefined;

/** Seats of this installation, and the addresses and number of everybody's. */
export async function listSeats(world: IncusWorld): Promise<{
  readonly own: IncusInstance[];
  readonly addresses: ReadonlySet<string>;
  readonly count: number;
}> {
  const all = await listInstances(world.incus);
  return {
    own: all.filter((instance) => instance.config[seatKeys.realm] === world.realm),
    addresses: new Set(all.map((instance) => instance.devices["eth0"]?.["ipv4.address"] ?? "")),
    count: all.length,
  };
}
