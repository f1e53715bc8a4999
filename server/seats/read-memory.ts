import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { HostMemory } from "../../core/seat/port.ts";
import type { IncusConnection } from "./incus/connection.ts";
import { incusRequest } from "./incus/request.ts";

const resources = z.object({ memory: z.object({ used: z.number(), total: z.number() }) });

/** Memory of this machine, as its kernel tells it; null where that has no such files. */
export async function readLocalMemory(): Promise<HostMemory | null> {
  // Each by its own name: from a list the pages' bundler cannot tell them, and takes the whole clone along.
  const [sizes, pressure] = await Promise.all([
    readFile("/proc/meminfo", "utf8").catch(() => ""),
    readFile("/proc/pressure/memory", "utf8").catch(() => ""),
  ]);
  const field = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(sizes)?.[1] ?? NaN) * 1024;
  const [totalBytes, availableBytes] = [field("MemTotal"), field("MemAvailable")];
  if (Number.isNaN(totalBytes) || Number.isNaN(availableBytes)) return null;
  const stalled = /^full avg10=([\d.]+)/m.exec(pressure)?.[1];
  return { totalBytes, availableBytes, stalledPercent: stalled === undefined ? null : Number(stalled) };
}

/** Memory of the machine behind a seat host that is elsewhere (of a cluster: of the member that answers). */
export async function readRemoteMemory(incus: IncusConnection): Promise<HostMemory> {
  const answer = await incusRequest(incus, "GET", "/1.0/resources");
  const { used, total } = resources.parse(answer.metadata).memory;
  return { totalBytes: total, availableBytes: Math.max(0, total - used), stalledPercent: null };
}
