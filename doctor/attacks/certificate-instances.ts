import { readFile } from "node:fs/promises";
import { execInInstance } from "../../server/seats/incus/exec.ts";
import { IncusError } from "../../server/seats/incus/incus-error.ts";
import { listSeats } from "../../server/seats/incus-world.ts";
import { pickAddress } from "../../server/seats/pick-address.ts";
import { readFacts } from "../../server/seats/seat-facts.ts";
import { layout } from "../../setup/seat-host/layout.ts";
import type { Attack } from "../attack.ts";
import { judgeClaims } from "../judge.ts";
import { allRefused, lastWords, make, plainIsMade, refusal, type Wish, wishes } from "./certificate-thief.ts";
import { addressOf } from "./network.ts";

const FROM = "the web process's certificate";

export const certificateInstances: readonly Attack[] = [
  {
    id: "certificate/privileged",
    title: "A privileged instance, or one whose root is the machine's",
    from: FROM,
    expects: "The project refuses it.",
    run: async (ground) => {
      return allRefused(
        wishes(ground, {
          "security.privileged": { config: { "security.privileged": "true" } },
          "shared user ids": { config: { "security.idmap.isolated": "false" } },
          "chosen user ids": { config: { "security.idmap.base": "0", "security.idmap.size": "65536" } },
          "raw.idmap": { config: { "raw.idmap": "both 0 0" } },
          "kernel modules": { config: { "linux.kernel_modules": "dummy" } },
          "system calls on the machine": { config: { "security.syscalls.intercept.mount": "true" } },
          "a virtual machine": { body: { type: "virtual-machine" } },
        }),
        await plainIsMade(ground),
      );
    },
  },
  {
    id: "certificate/host-folders",
    title: "Folders, disks and devices of the machine",
    from: FROM,
    expects: "The project refuses it.",
    run: async (ground) =>
      allRefused(
        wishes(ground, {
          "the machine's root": { devices: { host: { type: "disk", source: "/", path: "/host" } } },
          "the seat host's folder": {
            devices: { host: { type: "disk", source: "/var/lib/incus", path: "/host" } },
          },
          "a path with dots": { devices: { host: { type: "disk", source: "/tmp/../etc", path: "/host" } } },
          "a path of a pool": {
            devices: { host: { type: "disk", pool: layout.pool, source: "../../", path: "/host" } },
          },
          "a character device": {
            devices: { kvm: { type: "unix-char", source: "/dev/kvm", path: "/dev/kvm" } },
          },
          "a block device": {
            devices: { vda: { type: "unix-block", source: "/dev/vda", path: "/dev/vda" } },
          },
          "a gpu": { devices: { gpu: { type: "gpu" } } },
          "a socket of the machine": {
            devices: { door: { type: "proxy", listen: "tcp:127.0.0.1:29999", connect: "tcp:127.0.0.1:22" } },
          },
        }),
        await plainIsMade(ground),
      ),
  },
  {
    id: "certificate/raw-config",
    title: "Configuration that goes to lxc as it is",
    from: FROM,
    expects: "The project refuses it.",
    run: async (ground) => {
      // The value that it has, so that a missing wall does no harm.
      const now = (await readFile("/proc/sys/kernel/core_pattern", "utf8")).trim();
      return allRefused(
        wishes(ground, {
          "raw.lxc": { config: { "raw.lxc": "lxc.mount.entry=/etc mnt none bind 0 0" } },
          "raw.apparmor": { config: { "raw.apparmor": "mount," } },
          "raw.seccomp": { config: { "raw.seccomp": "2" } },
          "hooks on the machine": { config: { "raw.lxc": "lxc.hook.pre-start=/bin/true" } },
          // It may be written down; a seat with it must not start.
          "kernel settings": { config: { "linux.sysctl.kernel.core_pattern": now }, start: true },
        }),
        await plainIsMade(ground),
      );
    },
  },
  {
    id: "certificate/networks",
    title: "Other networks, and a network card of the machine",
    from: FROM,
    expects: "Only the seats' bridge is given.",
    run: async (ground) => {
      const card = (device: Readonly<Record<string, string>>): Wish => ({
        devices: { eth0: { type: "nic", name: "eth0", ...device } },
      });
      return allRefused(
        wishes(ground, {
          macvlan: card({ nictype: "macvlan", parent: "eth0" }),
          physical: card({ nictype: "physical", parent: "eth0" }),
          "the bridge by its name": card({ nictype: "bridged", parent: layout.outBridge }),
          "the way out": card({ network: layout.outBridge }),
          "the port of the services": {
            ...card({ network: layout.seatBridge, host_name: layout.servicesPort }),
            start: true,
          },
        }),
        await plainIsMade(ground),
      );
    },
  },
  {
    id: "certificate/unfiltered-seats",
    title: "Two seats without port isolation and address filters",
    from: FROM,
    expects: "The bridge's own rules still keep them apart.",
    run: async (ground) => {
      const facts = await readFacts(ground.world.incus);
      const { addresses } = await listSeats(ground.world);
      const taken = new Set(addresses);
      const open = () => {
        const address = pickAddress(facts.subnet, taken);
        taken.add(address);
        return {
          start: true,
          devices: { eth0: { type: "nic", name: "eth0", network: facts.place.network } },
          config: { "environment.SEAT_ADDRESS": `${address}/${facts.place.prefix}` },
        };
      };
      const { incus } = ground.world;
      return await make(ground, open(), (one) =>
        make(ground, open(), async (other) => {
          const inside = async (name: string, script: string) =>
            (await execInInstance(incus, name, ["sh", "-c", script], { timeoutMs: 20_000 })).stdout.trim();
          const find =
            "for i in 1 2 3 4 5 6 7 8 9 10; do ip -4 -o address show dev eth0 | awk '{ print $4 }' | cut -d/ -f1 | grep . && break; sleep 0.3; done";
          const there = await inside(other, find);
          await inside(
            other,
            "(timeout 30 socat -u TCP-LISTEN:7101,reuseaddr,fork OPEN:/tmp/got,creat,append > /dev/null 2>&1 &) ; sleep 0.5",
          );
          const send = (word: string) =>
            `echo ${word} | timeout 4 socat -u - TCP:${there}:7101,connect-timeout=3 2>/dev/null; true`;
          await inside(one, find);
          await inside(other, send("own"));
          await inside(one, send("foreign"));
          const got = await inside(other, "sleep 0.3; cat /tmp/got");
          const may = await inside(
            one,
            `timeout 4 socat -u /dev/null TCP:${facts.place.servicesAddress}:${layout.proxyPort},connect-timeout=2 && echo may reach`,
          );
          return judgeClaims(
            { "the listener is not reached from the other seat": !got.includes("foreign") },
            {
              [`the listener at ${there} is reached from its own seat`]: got.includes("own"),
              "the other seat reaches what it may": may.includes("may reach"),
            },
          );
        }),
      );
    },
  },
  {
    id: "certificate/neighbours-address",
    title: "An instance with the address of a neighbour",
    from: FROM,
    expects: "The seat host gives no address twice.",
    run: async (ground) => {
      const theirs = await addressOf(await ground.neighbour());
      const said = await refusal(() =>
        make(
          ground,
          {
            start: true,
            devices: {
              eth0: {
                type: "nic",
                name: "eth0",
                network: layout.seatBridge,
                "ipv4.address": theirs,
                "security.mac_filtering": "true",
                "security.ipv4_filtering": "true",
              },
            },
          },
          () => Promise.resolve(),
        ),
      );
      return judgeClaims({ [said ?? `${theirs} is refused`]: said !== null }, await plainIsMade(ground));
    },
  },
  {
    id: "certificate/limits",
    title: "More memory, processes and instances than the project may have",
    from: FROM,
    expects: "The project's sums hold.",
    run: async (ground) => {
      const memory = (ground.config.SEAT_LIMIT + 1) * 64 * 1024 ** 3;
      return allRefused(
        wishes(ground, {
          "memory without end": { config: { "limits.memory": String(memory) } },
          "no memory limit": { config: { "limits.memory": "" } },
          "processes without end": { config: { "limits.processes": "100000000" } },
        }),
        await plainIsMade(ground),
      );
    },
  },
  {
    id: "certificate/newlines",
    title: "Newlines in configuration, to slip lines into lxc's",
    from: FROM,
    expects: "They are refused, or stay one value.",
    run: async (ground) => {
      const line = "\nlxc.mount.entry = /etc mnt/doctor none bind,create=dir,optional 0 0\n";
      const claims: Record<string, boolean> = {};
      for (const [what, wish] of Object.entries<Wish>({
        "an environment value": { config: { "environment.DOCTOR": `x${line}` } },
        "an environment name": { config: { [`environment.DOCTOR${line}`]: "x" } },
        "a cpu limit": { config: { "limits.cpu.allowance": `50%${line}` } },
        "the denied system calls": { config: { "security.syscalls.deny": `keyctl errno 38${line}` } },
        "a network card's name": {
          devices: {
            eth0: {
              type: "nic",
              network: layout.seatBridge,
              name: `eth0${line}`,
              "security.port_isolation": "true",
            },
          },
        },
        "a mount's path": {
          devices: { more: { type: "disk", pool: layout.pool, source: "none", path: `/mnt/x${line}` } },
        },
      })) {
        const outcome = await make(ground, { ...wish, start: true }, async (name) => {
          const seen = await execInInstance(
            ground.world.incus,
            name,
            ["sh", "-c", "test -e /mnt/doctor && echo slipped || echo fine"],
            {
              timeoutMs: 10_000,
            },
          );
          return seen.stdout.trim();
        }).catch((error: unknown) => {
          if (error instanceof IncusError && error.status >= 400) return `refused (${lastWords(error)})`;
          throw error;
        });
        claims[`${what}: ${outcome}`] = outcome !== "slipped";
      }
      const plain = await make(
        ground,
        { config: { "environment.DOCTOR": "plain" }, start: true },
        async (name) =>
          (await execInInstance(ground.world.incus, name, ["printenv", "DOCTOR"], { timeoutMs: 10_000 }))
            .stdout,
      );
      return judgeClaims(claims, {
        "a value without a newline comes into a seat that starts": plain.trim() === "plain",
      });
    },
    seconds: 120,
  },
];
