import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { listInstances } from "../../server/seats/incus/instance.ts";
import { seatKeys } from "../../server/seats/seat-keys.ts";
import { layout } from "./layout.ts";

/** Seats of students and of checks that run now, of all sites that share this seat host; its reserve does not count. */
export async function countWorking(incus: IncusConnection): Promise<number> {
  const seats = await listInstances({ ...incus, project: layout.project });
  return seats.filter(
    ({ status, config }) =>
      status === "Running" && ["student", "grading"].includes(config[seatKeys.role] ?? ""),
  ).length;
}
