import { inOwnProject } from "../lower/own-project.ts";
import { withRules } from "../lower/with-rules.ts";
import type { Edit, Wall } from "../wall.ts";

const seat = (find: string, put: string): Edit => ({ file: "server/seats/seat-config.ts", find, put });
const SPOILS_SEATS = true;
const openProject = inOwnProject({ restricted: "false" });

/** Walls of a seat: its users, its limits, its network card. */
export const seatWalls: readonly Wall[] = [
  {
    id: "seat/user-ids",
    what: "every seat has a range of user ids of its own",
    edits: [seat('      "security.idmap.isolated": "true",', '      "security.idmap.isolated": "false",')],
    lower: openProject,
    seenBy: ["neighbour/user-ids"],
  },
  {
    id: "seat/unprivileged",
    what: "a seat's root is nobody on the machine",
    edits: [
      seat('      "security.privileged": "false",', '      "security.privileged": "true",'),
      seat('"security.idmap.isolated": "true"', '"security.idmap.isolated": "false"'),
    ],
    lower: openProject,
    seenBy: ["seat/device-nodes", "seat/core-pattern", "seat/clock-and-swap", "neighbour/user-ids"],
  },
  {
    id: "seat/memory",
    what: "a seat has its limit of memory",
    edits: [seat("`${limits.memoryBytes}`", "`${8 * limits.memoryBytes}`")],
    spoilsSeats: SPOILS_SEATS,
    seenBy: ["load/memory-hog"],
  },
  {
    id: "seat/processes",
    what: "a seat has its limit of processes",
    edits: [seat("`${limits.processes}`", "`${8 * limits.processes}`")],
    spoilsSeats: SPOILS_SEATS,
    seenBy: ["load/fork-bomb"],
  },
  {
    id: "seat/disk",
    what: "a seat has its limit of disk",
    edits: [seat("`${limits.diskBytes}`", "`${limits.diskBytes + 4e9}`")],
    spoilsSeats: SPOILS_SEATS,
    seenBy: ["load/disk-file"],
  },
  {
    id: "seat/system-calls",
    what: "a seat makes no subvolumes, which its limit of disk would not count",
    // Empty, not absent: a copy keeps what the golden seat was made with.
    edits: [seat('"security.syscalls.deny": DENIED_SYSCALLS', '"security.syscalls.deny": ""')],
    spoilsSeats: SPOILS_SEATS,
    seenBy: ["load/disk-subvolume"],
  },
  {
    id: "seat/address",
    what: "a seat speaks under its own addresses alone",
    edits: [
      seat('"security.mac_filtering": "true"', '"security.mac_filtering": "false"'),
      seat('"security.ipv4_filtering": "true"', '"security.ipv4_filtering": "false"'),
      seat('"security.ipv6_filtering": "true"', '"security.ipv6_filtering": "false"'),
    ],
    spoilsSeats: SPOILS_SEATS,
    seenBy: ["network/stolen-address"],
  },
  {
    id: "seat/apart",
    what: "two seats exchange no frame: isolated ports, and the bridge's own rules",
    edits: [seat('"security.port_isolation": "true"', '"security.port_isolation": "false"')],
    lower: withRules([{ chain: "bridge drydock forward", rule: "iifname PORTS oifname PORTS accept" }]),
    spoilsSeats: SPOILS_SEATS,
    seenBy: ["network/other-seat", "network/sniffing", "container/neighbour"],
  },
  {
    id: "seat/host-closed",
    what: "the seat host answers no seat: rules of the bridge, of the machine, and Incus' own",
    edits: [],
    lower: withRules([
      { chain: "bridge drydock input", rule: "iifname PORTS meta mark set 0xd0d accept" },
      { chain: "inet drydock input", rule: "meta mark 0xd0d accept" },
      { chain: "inet incus aclin.drydock-seats", rule: "meta mark 0xd0d accept" },
    ]),
    spoilsSeats: SPOILS_SEATS,
    seenBy: ["network/seat-host", "network/metadata", "network/lan", "network/way-out"],
  },
];
