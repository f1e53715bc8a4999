import type { SeatLimits } from "../../core/seat/port.ts";
import { DENIED_SYSCALLS } from "./seat-syscalls.ts";

/** Where seats stand at a seat host: written into the project's `user.*` keys by setup, read by the web process. */
export interface SeatPlace {
  readonly pool: string;
  readonly network: string;
  /** Prefix length of the seats' network. */
  readonly prefix: number;
  readonly servicesAddress: string;
}

/**
 * Whole configuration of a seat's instance, explicit, so that no profile that the web process might edit
 * decides what a seat may do. Every value is made from numbers and our own names: nothing a user typed.
 */
export function seatConfig(
  place: SeatPlace,
  limits: SeatLimits,
  address: string,
): { config: Record<string, string>; devices: Record<string, Record<string, string>> } {
  return {
    config: {
      "boot.autostart": "false",
      "security.nesting": "true",
      "security.privileged": "false",
      "security.idmap.isolated": "true",
      "security.guestapi": "false",
      "security.syscalls.deny": DENIED_SYSCALLS,
      "limits.memory": `${limits.memoryBytes}`,
      "limits.processes": `${limits.processes}`,
      "limits.cpu.allowance": `${limits.cpus * 100}%`,
      "environment.SEAT_ADDRESS": `${address}/${place.prefix}`,
      "environment.SEAT_SERVICES": place.servicesAddress,
    },
    devices: {
      root: { type: "disk", path: "/", pool: place.pool, size: `${limits.diskBytes}` },
      eth0: {
        type: "nic",
        network: place.network,
        name: "eth0",
        "ipv4.address": address,
        "security.port_isolation": "true",
        "security.mac_filtering": "true",
        "security.ipv4_filtering": "true",
        "security.ipv6_filtering": "true",
      },
    },
  };
}
