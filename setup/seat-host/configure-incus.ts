import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "../../server/config.ts";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { incusFind } from "../../server/seats/incus/find.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { layout } from "./layout.ts";

/** Waits until a daemon that was just started answers. `gone` ends the wait when it dies. */
export async function waitDaemon(incus: IncusConnection, gone: Promise<void>): Promise<void> {
  const dead = gone.then(() => "dead" as const);
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    if ((await Promise.race([dead, Promise.resolve("alive")])) === "dead")
      throw new Error("the seat host's daemon ended at once; see inside.log and incus.log");
    const answer = await incusRequest(incus, "GET", "/1.0", { timeoutMs: 2000 }).catch(() => null);
    if (answer !== null) return;
    await pause(50);
  }
  throw new Error("the seat host's daemon does not answer; see incus.log");
}

/** Server settings, storage, networks and the rule of who reaches what. Each is made, or brought up to date. */
export async function configureIncus(incus: IncusConnection, config: Config): Promise<void> {
  await incusCall(incus, "PATCH", "/1.0", {
    body: {
      config: {
        "core.https_address": `127.0.0.1:${layout.apiPort}`,
        "images.auto_update_interval": "0",
        "images.remote_cache_expiry": "0",
      },
    },
  });
  await ensurePool(incus, config);
  await ensureRules(incus);
  await ensureNetwork(incus, layout.seatBridge, {
    "ipv4.address": layout.seatBridgeAddress,
    "ipv4.nat": "false",
    "ipv4.dhcp": "false",
    "ipv4.routing": "false",
    "ipv6.address": "none",
    "dns.mode": "none",
    "security.acls": layout.seatBridge,
    "security.acls.default.egress.action": "reject",
    "security.acls.default.ingress.action": "reject",
  });
  await ensureNetwork(incus, layout.outBridge, {
    "ipv4.address": layout.outBridgeAddress,
    "ipv4.nat": "true",
    "ipv4.dhcp": "false",
    "ipv6.address": "none",
    "dns.mode": "none",
  });
}

async function ensurePool(incus: IncusConnection, config: Config): Promise<void> {
  const path = `/1.0/storage-pools/${layout.pool}`;
  const found = await incusFind(incus, path);
  if (found === null) {
    await incusCall(incus, "POST", "/1.0/storage-pools", {
      body: { name: layout.pool, driver: "btrfs", config: { size: `${config.SEAT_POOL}B` } },
    });
    return;
  }
  // A pool can grow; it never shrinks below what it has been promised.
  const has = Number(
    (found.metadata as { config?: Record<string, string> }).config?.["size"]?.replace("B", ""),
  );
  if (Number.isFinite(has) && config.SEAT_POOL > has)
    await incusCall(incus, "PATCH", path, { body: { config: { size: `${config.SEAT_POOL}B` } } });
}

async function ensureNetwork(
  incus: IncusConnection,
  name: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const found = await incusFind(incus, `/1.0/networks/${name}`);
  if (found === null)
    await incusCall(incus, "POST", "/1.0/networks", { body: { name, type: "bridge", config: settings } });
  else await incusCall(incus, "PATCH", `/1.0/networks/${name}`, { body: { config: settings } });
}

async function ensureRules(incus: IncusConnection): Promise<void> {
  const body = {
    name: layout.seatBridge,
    config: {},
    ingress: [],
    egress: [
      {
        action: "allow",
        state: "enabled",
        protocol: "tcp",
        destination: layout.servicesAddress,
        destination_port: [layout.proxyPort, layout.indexPort, layout.registryPort, layout.mirrorPort].join(
          ",",
        ),
      },
    ],
  };
  const path = `/1.0/network-acls/${layout.seatBridge}`;
  if ((await incusFind(incus, path)) === null) await incusCall(incus, "POST", "/1.0/network-acls", { body });
  else await incusCall(incus, "PUT", path, { body });
}
