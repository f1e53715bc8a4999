import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { incusFind } from "../../server/seats/incus/find.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { layout } from "../seat-host/layout.ts";

export interface RegistryVolumes {
  /** Disk of the class registry. */
  readonly diskBytes: number;
  /** Disk of the mirror. */
  readonly mirrorBytes: number;
}

const REGISTRY = "drydock-registry";
const MIRROR = "drydock-mirror";

/**
 * Volumes of their own, each with a limit that the kernel holds: they outlive the services instance, and a registry
 * that is full takes nothing from proxy and package index.
 */
export const volumeDevices = {
  registry: { type: "disk", pool: layout.pool, source: REGISTRY, path: "/var/lib/drydock-registry" },
  mirror: { type: "disk", pool: layout.pool, source: MIRROR, path: "/var/lib/drydock-mirror" },
} as const;

/**
 * Makes the volumes that are missing, and gives those that are there the limits of today. `member` of a cluster: its
 * own, in its own pool; null where the seat host stands alone.
 */
export async function ensureVolumes(
  incus: IncusConnection,
  volumes: RegistryVolumes,
  member: string | null,
): Promise<void> {
  const query: Record<string, string> = member === null ? {} : { target: member };
  await ensureVolume(incus, query, REGISTRY, volumes.diskBytes);
  await ensureVolume(incus, query, MIRROR, volumes.mirrorBytes);
}

async function ensureVolume(
  incus: IncusConnection,
  query: Readonly<Record<string, string>>,
  name: string,
  bytes: number,
): Promise<void> {
  const path = `/1.0/storage-pools/${layout.pool}/volumes/custom`;
  const config = { size: `${bytes}B` };
  if ((await incusFind(incus, `${path}/${name}`, { query })) === null)
    await incusCall(incus, "POST", path, {
      query,
      body: { name, type: "custom", content_type: "filesystem", config },
    });
  else await incusCall(incus, "PATCH", `${path}/${name}`, { query, body: { config } });
}
