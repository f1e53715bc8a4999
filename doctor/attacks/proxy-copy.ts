import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { execInInstance } from "../../server/seats/incus/exec.ts";
import { findInstance } from "../../server/seats/incus/instance.ts";
import { pushFile } from "../../server/seats/incus/push-file.ts";
import { setInstanceState } from "../../server/seats/incus/set-state.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { DENIED_SYSCALLS } from "../../server/seats/seat-syscalls.ts";
import { layout } from "../../setup/seat-host/layout.ts";
import { allowLists } from "../../setup/services/allow-lists.ts";
import { SERVICES } from "../../setup/services/ensure-services.ts";
import { squidRules } from "../../setup/services/squid-rules.ts";
import { servicesFiles, servicesImage } from "../../setup/services-image/services-image.ts";
import type { Ground } from "../ground.ts";
import { newInstanceName } from "../realm.ts";
import { perl } from "./scripts.ts";

/*
 * The egress proxy is attacked in a copy of the services instance that has no network at all: every address that its
 * squid could be tricked into is on the copy's own loopback, and so is the name server that it asks.
 */

export const PUBLIC = "198.51.100.7";
export const PRIVATE = "10.1.2.3";
export const CLIENT = "10.78.0.99";
/** The first is listed both ways, the next two each one way. */
const names = {
  "listed.test": PUBLIC,
  "plain.test": PUBLIC,
  "tunnel.test": PUBLIC,
  "rebound.test": PRIVATE,
  "loop.test": "127.0.0.1",
  "six.test": "fd00::7",
  "mapped.test": `::ffff:${PRIVATE}`,
};

const NO_SETTINGS = { OFFLINE: "yes" as const, REGISTRY: "", PACKAGE_INDEX: "", DOWNLOAD_HOSTS: [] };

const nginxConf = `user www-data; worker_processes 1; pid /run/doctor.pid; error_log /dev/null;
events { worker_connections 64; }
http { access_log off; server {
  listen ${PUBLIC}:80; listen ${PUBLIC}:443; listen ${PUBLIC}:8080; listen ${PUBLIC}:22;
  listen ${PRIVATE}:80; listen ${PRIVATE}:443; listen ${PRIVATE}:5000; listen [fd00::7]:80; listen [fd00::7]:443; listen 127.0.0.1:443;
  location = /redirect { return 302 http://${PRIVATE}/; }
  location / { return 200 "reached $server_addr:$server_port\\n"; }
} }`;

/** Answers no name, and writes down which it was asked for. */
const nameServer =
  perl(`use Socket; socket(my $s, PF_INET, SOCK_DGRAM, 0) or die; bind($s, sockaddr_in(53, INADDR_LOOPBACK)) or die $!;
  open(my $log, ">>", "/tmp/names"); select($log); $| = 1;
  while (my $who = recv($s, my $q, 600, 0)) { my ($n, $at) = ("", 12);
    while ((my $l = ord substr($q, $at, 1)) > 0) { $n .= substr($q, $at + 1, $l) . "."; $at += $l + 1 } print "$n\\n";
    send($s, substr($q, 0, 2) . pack("n5", 0x8183, 1, 0, 0, 0) . substr($q, 12), 0, $who) }`);

const HOSTS = `127.0.0.1 localhost\n${Object.entries({
  ...names,
  "settings.test": PRIVATE,
  "mirror.test": PRIVATE,
})
  .map(([name, address]) => `${address} ${name}\n`)
  .join("")}`;

const START = `for address in ${PUBLIC}/32 ${PRIVATE}/32 ${CLIENT}/32; do ip address add $address dev lo; done
ip -6 address add fd00::7/128 dev lo; ip link set lo up
echo 'nameserver 127.0.0.1' > /etc/resolv.conf
setsid ${nameServer} > /dev/null 2>&1 < /dev/null &
nginx -c /root/doctor.conf -g 'daemon on;'
sleep 0.5`;

/** Squid makes its folders first, which takes its time on a machine that is busy. */
const PATIENCE_MS = 60_000;

export interface Copy {
  /** Runs a script in the copy; `$proxy` fetches through squid as a seat would, printing the status. */
  ask(script: string): Promise<string>;
}

const copies = new WeakMap<Ground, Promise<Copy | null>>();

export function openCopy(ground: Ground): Promise<Copy | null> {
  const known = copies.get(ground);
  if (known !== undefined) return known;
  const made = makeCopy(ground);
  copies.set(ground, made);
  // The next one that needs it may have more luck.
  made.catch(() => void copies.delete(ground));
  return made;
}

/** Cleared away by the sweeper. Null when we are not root. */
async function makeCopy(ground: Ground): Promise<Copy | null> {
  if (ground.machine === null) return null;
  const { root } = ground.machine;
  const name = newInstanceName(ground.config);
  const alias = (await findInstance(root, SERVICES))?.instance.config["user.drydock.image"];
  if (alias === undefined) return null;
  await incusCall(root, "POST", "/1.0/instances", {
    body: {
      name,
      type: "container",
      profiles: [],
      source: { type: "image", alias },
      config: {
        "boot.autostart": "false",
        "security.idmap.isolated": "true",
        "security.guestapi": "false",
        "limits.memory": "512MiB",
        "limits.processes": "200",
        "security.syscalls.deny": DENIED_SYSCALLS,
        "environment.SEATS_ADDRESS": `${CLIENT}/32`,
        "environment.OUT_ADDRESS": `${PUBLIC}/32`,
        "environment.OUT_GATEWAY": PUBLIC,
        "environment.OUT_DNS": "127.0.0.1",
      },
      devices: { root: { type: "disk", path: "/", pool: layout.pool, size: "3GiB" } },
    },
    operationTimeoutMs: 120_000,
  });
  for (const { name: file, target } of servicesFiles)
    await pushFile(root, name, target, await readFile(`${servicesImage.recipe}/${file}`, "utf8"), 0o755);
  const rules = squidRules([
    { host: "settings.test", port: 5000, way: "plain" },
    // A mirror of apt's, as a machine names it.
    ...allowLists(NO_SETTINGS, ["http://mirror.test"]).configured,
  ]);
  await pushFile(root, name, "/etc/drydock/configured.conf", rules);
  const listed = (without: string) =>
    [...Object.keys(names), "looked-up.test"].flatMap((one) => (one === without ? [] : `${one}\n`)).join("");
  await pushFile(root, name, "/etc/drydock/public-plain", listed("tunnel.test"));
  await pushFile(root, name, "/etc/drydock/public-tunnel", listed("plain.test"));
  await pushFile(root, name, "/root/doctor.conf", nginxConf);
  // Squid reads it when it starts.
  await pushFile(root, name, "/etc/hosts", HOSTS);
  await setInstanceState(root, name, "start");
  const run = async (script: string) => {
    const result = await execInInstance(root, name, ["sh", "-c", script], {
      timeoutMs: 60_000,
      maxOutputBytes: 64 * 1024,
    });
    return result.stdout;
  };
  await run(START);
  const fetch = `proxy() { curl -s -m 8 --noproxy '' --interface ${CLIENT} --proxy http://${CLIENT}:${layout.proxyPort} -w ' %{http_connect}/%{http_code}\\n' "$@" | tail -n 1; }\n`;
  const copy = { ask: (script: string) => run(fetch + script) };
  const works = () => copy.ask("proxy http://listed.test/");
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await works()).includes("/200")) {
    if (Date.now() > deadline) {
      const seen = "tail -n 3 /var/log/squid/*.log /var/log/services-init.log; ss -tln";
      throw new Error(`the proxy's copy does not serve: ${await copy.ask(seen)}`);
    }
    await pause(500);
  }
  return copy;
}
