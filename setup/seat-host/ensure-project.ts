import type { Config } from "../../server/config.ts";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { incusFind } from "../../server/seats/incus/find.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { layout } from "./layout.ts";

/** Places beyond SEAT_LIMIT, so that the doctor can come to a class whose places are all taken. */
export const DOCTOR_PLACES = 8;

/**
 * The project that the web process's certificate is locked into. What it may not do is written here and not in
 * a profile, because profiles of the project are the one thing that the certificate can edit.
 */
export async function ensureProject(
  incus: IncusConnection,
  config: Config,
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  // Seats of a dead machine count until it is back or given up, and their students have others meanwhile.
  const clustered = config.SEAT_HOST_ADDRESS !== "";
  const places = (clustered ? 2 : 1) * config.SEAT_LIMIT + DOCTOR_PLACES;
  const settings: Record<string, string> = {
    "features.images": "true",
    "features.networks": "false",
    "features.profiles": "true",
    "features.storage.volumes": "true",
    "features.storage.buckets": "true",
    restricted: "true",
    "restricted.backups": "block",
    "restricted.cluster.target": "block",
    "restricted.containers.interception": "block",
    "restricted.containers.lowlevel": "block",
    "restricted.containers.nesting": "allow",
    "restricted.containers.privilege": "isolated",
    "restricted.devices.disk": "managed",
    "restricted.devices.gpu": "block",
    "restricted.devices.infiniband": "block",
    "restricted.devices.nic": "managed",
    "restricted.devices.pci": "block",
    "restricted.devices.proxy": "block",
    "restricted.devices.unix-block": "block",
    "restricted.devices.unix-char": "block",
    "restricted.devices.unix-hotplug": "block",
    "restricted.devices.usb": "block",
    "restricted.networks.access": layout.seatBridge,
    "restricted.snapshots": "block",
    "restricted.virtual-machines.lowlevel": "block",
    "limits.instances": `${places}`,
    "limits.virtual-machines": "0",
    "limits.memory": `${places * config.SEAT_MEMORY}`,
    "limits.processes": `${places * config.SEAT_PROCESSES}`,
    "user.drydock.pool": layout.pool,
    "user.drydock.network": layout.seatBridge,
    "user.drydock.subnet": layout.seatNetwork,
    "user.drydock.services": layout.servicesAddress,
    ...facts,
  };
  const path = `/1.0/projects/${layout.project}`;
  const found = await incusFind(incus, path);
  if (found === null)
    await incusCall(incus, "POST", "/1.0/projects", {
      body: { name: layout.project, description: "Seats of Drydock", config: settings },
    });
  else await incusCall(incus, "PATCH", path, { body: { config: settings } });
}

/** What was written down at an earlier start: the other machines of a cluster go by it while this one comes up. */
export async function readKeptFacts(incus: IncusConnection): Promise<Record<string, string>> {
  const found = await incusFind(incus, `/1.0/projects/${layout.project}`);
  const { config = {} } = (found?.metadata ?? {}) as { config?: Record<string, string> };
  return Object.fromEntries(Object.entries(config).filter(([key]) => key.startsWith("user.drydock.")));
}
