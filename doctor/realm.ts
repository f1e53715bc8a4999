import { createHash, randomBytes } from "node:crypto";
import { chmod, lstat, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Config } from "../server/config.ts";
import { seatHostDirectory } from "../server/config.ts";
import { LOCK_FOLDER } from "../setup/machine-lock.ts";
import { DOCTOR_PLACES } from "../setup/seat-host/ensure-project.ts";

/** Seats of the doctor are small, so that what fills them ends soon. */
const MEMORY_BYTES = 1024 ** 3;
const PROCESSES = 400;
const CPUS = 1;

/**
 * What the doctor's own instances in the seat host's default project are called, before their number. Another doctor
 * at the same seat host, with a data directory of its own, leaves them alone.
 */
export const ownInstances = ({ DATA_DIR }: Config): string =>
  `drydock-doctor-${createHash("sha256").update(DATA_DIR).digest("hex").slice(0, 8)}`;

/**
 * Settings with a data directory of the doctor's own, so that its seats belong to nobody else. It is the same one each
 * time: what a seat host that was killed in the middle has kept, the next doctor finds and clears away.
 * Throws when somebody else has made it.
 */
export async function doctorConfig(machine: Config): Promise<Config> {
  const directory = path.join(tmpdir(), "drydock-doctor");
  await mkdir(directory, { recursive: true, mode: 0o755 });
  const found = await lstat(directory);
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw new Error(`${directory} is somebody else's; remove it first`);
  await chmod(directory, 0o755);
  return {
    ...machine,
    DATA_DIR: directory,
    SEAT_HOST_DIR: seatHostDirectory(machine),
    RESERVE_SEATS: 0,
    RESERVE_GRADING_SEATS: 0,
    SEAT_MEMORY: MEMORY_BYTES,
    SEAT_PROCESSES: PROCESSES,
    SEAT_CPUS: CPUS,
    SEAT_LIMIT: machine.SEAT_LIMIT + DOCTOR_PLACES,
  };
}

/**
 * Locked by the sweeper: one doctor at a time, and none before the last one's traces are gone. Root's lies in a folder of
 * root's: in /tmp anybody could lay a link of that name.
 */
export const lockOf = (doctor: Config) =>
  process.getuid?.() === 0 ? path.join(LOCK_FOLDER, "doctor.lock") : `${doctor.DATA_DIR}.lock`;

export const newInstanceName = (doctor: Config) =>
  `${ownInstances(doctor)}-${randomBytes(4).toString("hex")}`;
