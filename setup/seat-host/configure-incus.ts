import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "../../server/config.ts";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { incusFind } from "../../server/seats/incus/find.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { describeMember } from "../cluster/describe-member.ts";
import { memberAddress } from "../cluster/member-address.ts";
import { layout } from "./layout.ts";

const ALONE_MS = 60_000;
/** Machines of a cluster may come up one after the other, and the first has to wait for the others. */
const MEMBER_MS = 1_800_000;

/**
 * Waits until a daemon that was just started answers. `gone` ends the wait when it dies. A member of a cluster
 * waits for the others, and says so to `report`, which is null where the daemon stands alone.
 */
export async function waitDaemon(
  incus: IncusConnection,
  gone: Promise<void>,
  report: ((line: string) => void) | null,
): Promise<void> {
  const dead = gone.then(() => "dead" as const);
  const began = Date.now();
  let said = false;
  while (Date.now() - began < (report === null ? ALONE_MS : MEMBER_MS)) {
    if ((await Promise.race([dead, Promise.resolve("alive")])) === "dead")
      throw new Error("the seat host's daemon ended at once; see inside.log and incus.log");
    const answer = await incusRequest(incus, "GET", "/1.0", { timeoutMs: 2000 }).catch(() => null);
    if (answer !== null) return;
    if (!said && Date.now() - began > 15_000) {
      said = true;
      report?.("waiting for the other machines of the cluster: more than half of them must be up");
    }
    await pause(50);
  }
  throw new Error("the seat host's daemon does not answer; see incus.log");
}

/** Server settings, storage, networks and the rule of who reaches what. Each is made, or brought up to date. */
export async function configureIncus(incus: IncusConnection, config: Config): Promise<void> {
  const server = {
    "core.https_address": `${memberAddress(config)?.address ?? "127.0.0.1"}:${layout.apiPort}`,
    "images.auto_update_interval": "0",
    "images.remote_cache_expiry": "0",
  };
  const found = await incusRequest(incus, "GET", "/1.0");
  if (!has(found.metadata, server)) await incusCall(incus, "PATCH", "/1.0", { body: { config: server } });
  const member = await describeMember(incus);
  await ensurePool(incus, config, member);
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

/** In a cluster each member has a pool of its own size under this name. */
async function ensurePool(incus: IncusConnection, config: Config, member: string | null): Promise<void> {
  const path = `/1.0/storage-pools/${layout.pool}`;
  const query: Record<string, string> = member === null ? {} : { target: member };
  const found = await incusFind(incus, path, { query });
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
    await incusCall(incus, "PATCH", path, { query, body: { config: { size: `${config.SEAT_POOL}B` } } });
}

async function ensureNetwork(
  incus: IncusConnection,
  name: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const found = await incusFind(incus, `/1.0/networks/${name}`);
  if (found === null)
    await incusCall(incus, "POST", "/1.0/networks", { body: { name, type: "bridge", config: settings } });
  // In a cluster a change reaches every member or fails, so nothing is written that is so already.
  else if (!has(found.metadata, settings))
    await incusCall(incus, "PATCH", `/1.0/networks/${name}`, { body: { config: settings } });
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
  const found = await incusFind(incus, path);
  if (found === null) await incusCall(incus, "POST", "/1.0/network-acls", { body });
  else if (!sameRules(found.metadata, body)) await incusCall(incus, "PUT", path, { body });
}

const has = (metadata: unknown, settings: Readonly<Record<string, string>>) => {
  const { config = {} } = metadata as { config?: Record<string, string> };
  return Object.entries(settings).every(([key, value]) => config[key] === value);
};

type Rules = { readonly ingress?: readonly object[] | null; readonly egress?: readonly object[] | null };
/** What Incus says of a rule beyond our own words is its default. */
const sameRules = (found: unknown, wanted: Rules) =>
  (["ingress", "egress"] as const).every((way) => {
    const there = ((found as Rules)[way] ?? []) as Record<string, unknown>[];
    const ours = wanted[way] ?? [];
    return (
      there.length === ours.length &&
      ours.every((rule, at) => Object.entries(rule).every(([key, value]) => there[at]?.[key] === value))
    );
  });
