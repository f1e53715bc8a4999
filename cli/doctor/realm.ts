import type { Config } from "../../server/config.ts";
import { seatHostDirectory } from "../../server/config.ts";
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Seats of the doctor are small, so that what fills them ends soon. */
const MEMORY_BYTES = 1024 ** 3;
const PROCESSES = 400;
const CPUS = 1;

/** What the doctor's own instances in the seat host's default project are called, before their number. */
export const OWN_INSTANCE = "drydock-doctor";

/** Settings with a data directory of the doctor's own, so that its seats belong to nobody else. */
export function doctorConfig(machine: Config): Config {
  return {
    ...machine,
    DATA_DIR: mkdtempSync(path.join(tmpdir(), "drydock-doctor-")),
    SEAT_HOST_DIR: seatHostDirectory(machine),
    RESERVE_SEATS: 0,
    RESERVE_GRADING_SEATS: 0,
    SEAT_MEMORY: MEMORY_BYTES,
    SEAT_PROCESSES: PROCESSES,
    SEAT_CPUS: CPUS,
  };
}

export const newInstanceName = () => `${OWN_INSTANCE}-${randomBytes(4).toString("hex")}`;
