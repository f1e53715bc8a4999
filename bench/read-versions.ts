import type { World } from "./bench-world.ts";
import type { Machine } from "./describe-machine.ts";

/** Versions of what does the work: the seat host, and engine and command line in a seat. Empty without seats. */
export async function readVersions(world: World): Promise<Machine["versions"]> {
  const host = await world.seatHost().catch(() => null);
  if (host === null) return [];
  const { kind, version } = await host.describe();
  const seat = await world.seat();
  const first = async (command: readonly string[]) => (await seat.exec(command)).stdout.trim().slice(0, 60);
  return [
    [kind === "incus" ? "Incus" : kind, version],
    ["Docker Engine", await first(["docker", "version", "--format", "{{.Server.Version}}"])],
    ["buildx", /\d+\.\d+[\w.-]*/.exec(await first(["docker", "buildx", "version"]))?.[0] ?? "unknown"],
  ];
}
