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

/** Makes the volumes that are missing, and gives those that are there the limits of today. */
export async function ensureVolumes(incus: IncusConnection, volumes: RegistryVolumes): Promise<void> {
  await ensureVolume(incus, REGISTRY, volumes.diskBytes);
  await ensureVolume(incus, MIRROR, volumes.mirrorBytes);
}

async function ensureVolume(incus: IncusConnection, name: string, bytes: number): Promise<void> {
  const path = `/1.0/storage-pools/${layout.pool}/volumes/custom`;
  const config = { size: `${bytes}B` };
  if ((await incusFind(incus, `${path}/${name}`)) === null)
    await incusCall(incus, "POST", path, {
      body: { name, type: "custom", content_type: "filesystem", config },
    });
  else await incusCall(incus, "PATCH", `${path}/${name}`, { body: { config } });
}
