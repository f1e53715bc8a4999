import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { execInInstance } from "../../server/seats/incus/exec.ts";
import { findInstance, type IncusInstance } from "../../server/seats/incus/instance.ts";
import { pushFile } from "../../server/seats/incus/push-file.ts";
import { setInstanceState } from "../../server/seats/incus/set-state.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { DENIED_SYSCALLS } from "../../server/seats/seat-syscalls.ts";
import type { MadeImage } from "../make-system-image.ts";
import { bundleDoor } from "../registry/bundle-door.ts";
import { stopMirror } from "../registry/start-mirror.ts";
import { layout } from "../seat-host/layout.ts";
import { servicesFiles, servicesImage } from "../services-image/services-image.ts";
import type { AllowLists } from "./allow-lists.ts";
import { ensureVolumes, type RegistryVolumes, volumeDevices } from "./ensure-volumes.ts";
import { squidRules } from "./squid-rules.ts";

export const SERVICES = "drydock-services";

/** Which services instance: in a cluster every member has its own, at the same address in its own seats' network. */
export interface ServicesPlace {
  readonly name: string;
  /** Name of the member; null where the seat host stands alone. */
  readonly member: string | null;
}

const MEMORY = "1GiB";

export interface RegistryOptions extends RegistryVolumes {
  /** Makes and opens the credentials of the class registry. */
  readonly key: string;
  /** What one student may keep there. */
  readonly studentBytes: number;
}

/** The services instance, started, with these lists. It stands in the default project, out of the web's reach. */
export async function ensureServices(
  incus: IncusConnection,
  { name: instance, member }: ServicesPlace,
  image: MadeImage,
  lists: AllowLists,
  registry: RegistryOptions,
): Promise<void> {
  await ensureVolumes(incus, registry, member);
  const found = await findInstance(incus, instance);
  const isOurs = found !== null && isMadeOf(found.instance, image);
  if (found !== null && !isOurs) {
    if (found.instance.status !== "Stopped") await setInstanceState(incus, instance, "stop", { force: true });
    await incusCall(incus, "DELETE", `/1.0/instances/${instance}`);
  } else if (found !== null && found.instance.status !== "Stopped")
    await setInstanceState(incus, instance, "stop", { force: true });
  const shape = servicesConfig(image.alias, registry);
  if (!isOurs)
    await incusCall(incus, "POST", "/1.0/instances", {
      ...(member === null ? {} : { query: { target: member } }),
      body: {
        name: instance,
        type: "container",
        profiles: [],
        source: { type: "image", fingerprint: image.fingerprint },
        ...shape,
      },
      operationTimeoutMs: 300_000,
    });
  else await incusCall(incus, "PATCH", `/1.0/instances/${instance}`, { body: shape });
  for (const { name, target } of servicesFiles)
    await pushFile(incus, instance, target, await readFile(`${servicesImage.recipe}/${name}`, "utf8"), 0o755);
  await pushFile(incus, instance, "/etc/drydock/configured.conf", squidRules(lists.configured));
  const lines = (hosts: readonly string[]) => hosts.map((host) => `${host}\n`).join("");
  await pushFile(incus, instance, "/etc/drydock/public-plain", lines(lists.publicPlain));
  await pushFile(incus, instance, "/etc/drydock/public-tunnel", lines(lists.publicTunnel));
  await pushFile(incus, instance, "/etc/drydock/registry.key", `${registry.key}\n`, 0o400);
  await pushFile(incus, instance, "/usr/local/lib/drydock-registry.mjs", await bundleDoor());
  await stopMirror(incus, instance);
  await setInstanceState(incus, instance, "start");
  await waitListening(incus, instance);
}

/** Whether the services instance that is there was made of this very image. */
export async function areServicesCurrent(
  incus: IncusConnection,
  instance: string,
  image: MadeImage,
): Promise<boolean> {
  const found = await findInstance(incus, instance);
  return found !== null && isMadeOf(found.instance, image);
}

const isMadeOf = ({ config }: IncusInstance, image: MadeImage) =>
  config["user.drydock.image"] === image.alias && config["volatile.base_image"] === image.fingerprint;

/** Serves a folder of the machine as the package index, read-only. */
export async function serveIndex(incus: IncusConnection, instance: string, folder: string): Promise<void> {
  const found = await findInstance(incus, instance);
  const devices = found?.instance.devices ?? {};
  if (devices["index"]?.["source"] === folder) return;
  await incusCall(incus, "PATCH", `/1.0/instances/${instance}`, {
    body: {
      devices: { ...devices, index: { type: "disk", source: folder, path: "/srv/simple", readonly: "true" } },
    },
  });
}

function servicesConfig(imageAlias: string, registry: RegistryOptions) {
  return {
    config: {
      "boot.autostart": "false",
      "security.idmap.isolated": "true",
      "security.guestapi": "false",
      "security.syscalls.deny": DENIED_SYSCALLS,
      "limits.memory": MEMORY,
      "limits.processes": "400",
      "user.drydock.image": imageAlias,
      "environment.SEATS_ADDRESS": `${layout.servicesAddress}/${layout.seatNetwork.split("/")[1] ?? "20"}`,
      "environment.OUT_ADDRESS": `${layout.outServicesAddress}/24`,
      "environment.OUT_GATEWAY": layout.outBridgeAddress.split("/")[0] ?? "",
      "environment.OUT_DNS": layout.outDns,
      "environment.REGISTRY_BYTES": String(registry.studentBytes),
      "environment.REGISTRY_DISK": String(registry.diskBytes),
      "environment.MIRROR_DISK": String(registry.mirrorBytes),
    },
    devices: {
      root: { type: "disk", path: "/", pool: layout.pool, size: "6GiB" },
      eth0: {
        type: "nic",
        network: layout.seatBridge,
        name: "eth0",
        host_name: layout.servicesPort,
        "ipv4.address": layout.servicesAddress,
        "security.mac_filtering": "true",
        "security.ipv4_filtering": "true",
        "security.ipv6_filtering": "true",
      },
      eth1: { type: "nic", network: layout.outBridge, name: "eth1", host_name: layout.outServicesPort },
      ...volumeDevices,
    },
  };
}

async function waitListening(incus: IncusConnection, instance: string): Promise<void> {
  const ports = [layout.proxyPort, layout.indexPort, layout.registryPort, layout.mirrorPort, 5100];
  const listening = ["sh", "-c", ports.map((port) => `ss -tln | grep -q ':${port} '`).join(" && ")];
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    const result = await execInInstance(incus, instance, listening, { timeoutMs: 5_000 }).catch(() => null);
    if (result?.exitCode === 0) return;
    await pause(200);
  }
  const log = await execInInstance(incus, instance, [
    ...["sh", "-c", "tail -n 5 /var/log/squid/*.log /var/log/nginx/start.log /var/log/drydock/*.log"],
  ]);
  throw new Error(`proxy, package index and registry do not come up:\n${log.stdout}${log.stderr}`);
}
