import os from "node:os";
import { z } from "zod";
import type { Config } from "../server/config.ts";
import { seatHostDirectory } from "../server/config.ts";
import { incusRequest } from "../server/seats/incus/request.ts";
import { listSeats } from "../server/seats/incus-world.ts";
import { readFacts } from "../server/seats/seat-facts.ts";
import { findOldIncus } from "../setup/packages/install-system-packages.ts";
import { MIN_INCUS_PACKAGE } from "../setup/packages/system-packages.ts";
import { findQuota, hasLostCount } from "../setup/seat-host/keep-quota.ts";
import { layout } from "../setup/seat-host/layout.ts";
import { seatHostPaths } from "../setup/seat-host/paths.ts";
import type { ChecksInWork } from "./collect-checks.ts";
import { gib } from "./gib.ts";
import { type Ground, say, sh } from "./ground.ts";

/** A class of a few seats does not work with less. */
const MIN_FREE_BYTES = 5 * 1024 ** 3;

/** Attacker, neighbour, and what single attacks take for themselves. */
const PLACES = 5;

const AGAIN = "Start the seat host anew: stop what uses it, then npm start.";

/** What is there, what is missing, and what is in force in the seats; nothing is attacked. Never throws. */
export async function checkGround(ground: Ground, machine: Config, { look }: ChecksInWork): Promise<void> {
  const { incus } = ground.world;
  await look("seat-host", "Seat host", AGAIN, async () => {
    const { kind, version, standIns } = await ground.host.describe();
    return `${kind} ${version}, base images ${standIns ? "are stand-ins from Debian's packages" : "from a registry"}`;
  });
  await look(
    "versions",
    "Versions",
    "apt-get update && apt-get upgrade, then start the seat host anew.",
    async () => {
      const old = ground.machine === null ? null : await findOldIncus();
      if (old !== null)
        return { missing: `Incus ${old} lacks security fixes; ${MIN_INCUS_PACKAGE} or newer is needed` };
      const engine = await say(
        await ground.attacker(),
        "docker version --format '{{.Server.Version}}'; docker buildx version | cut -d' ' -f2; docker compose version --short; runc --version | sed -n '1s/runc version //p'",
      );
      return `kernel ${os.release()}, Node ${process.versions.node}; in a seat: engine, buildx, compose, runc ${engine.split("\n").join(", ")}`;
    },
  );
  await look(
    "kernel",
    "Kernel",
    "Start a kernel with user namespaces, seccomp filters and overlay (Debian's own has them).",
    async () => {
      const seat = await ground.attacker();
      const said = await say(
        seat,
        "[ -e /sys/fs/cgroup/cgroup.controllers ] && echo 'cgroup v2' || echo 'cgroup v1'; grep -c . /proc/self/uid_map; grep -o 'Seccomp:.*' /proc/self/status; cat /proc/self/attr/current 2>/dev/null || echo 'no AppArmor'; grep -c overlay /proc/filesystems",
      );
      const [cgroup = "", maps = "0", seccomp = "", confined = "", overlay = "0"] = said.split("\n");
      if (maps === "0" || !seccomp.endsWith("2") || overlay === "0")
        return { missing: `user namespaces ${maps}, ${seccomp} (2 is needed), overlay ${overlay}` };
      return `${cgroup}, user namespaces, seccomp filter, overlay; ${confined.replaceAll("\0", "")}`;
    },
  );
  await look(
    "limits",
    "Limits in force for a seat",
    "Throw the seat away: a new one is made with all limits. If they are missing there too, start the seat host anew.",
    async () => {
      const seat = await ground.attacker();
      const answer = await incusRequest(incus, "GET", `/1.0/instances/${seat.name}`);
      const { config, devices } = z
        .object({
          config: z.record(z.string(), z.string()),
          devices: z.record(z.string(), z.record(z.string(), z.string())),
        })
        .parse(answer.metadata);
      const wanted = {
        memory: config["limits.memory"],
        processes: config["limits.processes"],
        cpu: config["limits.cpu.allowance"],
        disk: devices["root"]?.["size"],
        "own user ids": config["security.idmap.isolated"],
        "no subvolumes": config["security.syscalls.deny"] === undefined ? undefined : "true",
      };
      const without = Object.entries(wanted).filter(([, value]) => value === undefined || value === "");
      if (without.length > 0) return { missing: `no limit of ${without.map(([name]) => name).join(", ")}` };
      // What the kernel holds the seat to, as the seat itself sees it.
      const kernel = await say(
        seat,
        "cd /sys/fs/cgroup; cat memory.max memory/memory.limit_in_bytes 2>/dev/null | head -n 1; cat pids.max pids/pids.max 2>/dev/null | head -n 1",
      );
      const [memory = 0, processes = 0] = kernel.split("\n").map(Number);
      if (!(memory <= Number(wanted.memory)) || !(processes <= Number(wanted.processes)))
        return {
          missing: `set, but not in force: the kernel allows ${kernel.replace("\n", " bytes, ")} processes`,
        };
      return (
        `${Object.entries(wanted)
          .map(([name, value]) => `${name} ${value ?? ""}`)
          .join(", ")} (the doctor's seats are smaller than a ` +
        `student's: ${gib(machine.SEAT_MEMORY)}, ${machine.SEAT_PROCESSES} processes, ${machine.SEAT_CPUS} cpus, ${gib(machine.SEAT_DISK)})`
      );
    },
  );
  await look(
    "proc",
    "What a seat's /proc shows",
    "Install the package lxcfs and start the seat host anew; its word is in lxcfs.log.",
    async () => {
      const said = await say(
        await ground.attacker(),
        "sed -n 's/^MemTotal: *\\([0-9]*\\) kB/\\1/p' /proc/meminfo; grep -c ^processor /proc/cpuinfo; cut -d. -f1 /proc/uptime; wc -w < /proc/cmdline",
      );
      const [kib = Infinity, cpus = 0, uptime = Infinity, words = 0] = said.split("\n").map(Number);
      const machines = [
        ...(kib * 1024 > ground.config.SEAT_MEMORY ? ["memory"] : []),
        ...(uptime >= Math.floor(os.uptime()) ? ["uptime"] : []),
        ...(words > 0 ? ["the kernel's command line"] : []),
      ];
      return machines.length > 0
        ? { missing: `the machine's own ${machines.join(", ")}: there is no LXCFS over /proc` }
        : `its own share: ${gib(kib * 1024)}, ${cpus} processors, up for ${uptime} s, no command line (a container's own /proc shows the machine's)`;
    },
  );
  await look("project", "Walls of the project", AGAIN, async () => {
    const { metadata } = await incusRequest(incus, "GET", `/1.0/projects/${incus.project}`);
    const { config } = z.object({ config: z.record(z.string(), z.string()) }).parse(metadata);
    const open = Object.entries({
      restricted: "true",
      "restricted.containers.privilege": "isolated",
      "restricted.containers.lowlevel": "block",
      "restricted.devices.disk": "managed",
      "restricted.devices.nic": "managed",
    }).filter(([key, value]) => config[key] !== value);
    return open.length > 0
      ? { missing: `not as npm start sets it: ${open.map(([key]) => key).join(", ")}` }
      : `restricted; at most ${config["limits.instances"] ?? "?"} instances with ${gib(Number(config["limits.memory"]))} together`;
  });
  await look(
    "places",
    "Places for seats",
    "Raise SEAT_LIMIT, or let seats go that nobody needs.",
    async () => {
      const { count } = await listSeats(ground.world);
      const { metadata } = await incusRequest(incus, "GET", `/1.0/projects/${incus.project}`);
      const { config } = z.object({ config: z.record(z.string(), z.string()) }).parse(metadata);
      const all = Number(config["limits.instances"]);
      return all - count < PLACES
        ? {
            missing: `${count} of ${all} are taken: the doctor needs ${PLACES}`,
          }
        : `${count} of ${all} are taken, the doctor's among them`;
    },
  );
  await look(
    "disk",
    "Disk",
    "Make room on the machine's disk, or lower SEAT_DISK and SEAT_LIMIT.",
    async () => {
      const { metadata } = await incusRequest(incus, "GET", `/1.0/storage-pools/${layout.pool}/resources`);
      const { space } = z
        .object({ space: z.object({ used: z.number(), total: z.number() }) })
        .parse(metadata);
      const text = `pool of all seats ${gib(space.used)} of ${gib(space.total)}`;
      return space.total - space.used < MIN_FREE_BYTES
        ? { missing: `${text}: too little for a class` }
        : text;
    },
  );
  await look("disk-limits", "Disk limits are counted", AGAIN, async () => {
    if (ground.machine === null) return "only root on the machine of the seat host can see it";
    const counters = await findQuota(seatHostPaths(seatHostDirectory(machine)));
    if (counters === null) return { missing: "the pool's counters are not where they are expected" };
    return (await hasLostCount(counters))
      ? {
          missing: "the kernel has lost count of the seats' disks, so that no limit holds",
        }
      : "the kernel's count of each seat is true";
  });
  await look("egress", "Egress rules", AGAIN, async () => {
    const facts = await readFacts(incus);
    if (ground.machine === null)
      return `seats reach ${facts.place.servicesAddress} alone; the rules themselves can only be read by root`;
    const rules = await ground.machine.inNetwork(["nft", "list", "ruleset"]);
    const missing = Object.entries({
      "frames between seats": /table bridge drydock[\s\S]*hook forward[\s\S]*policy drop/,
      "to the seat host": /table inet drydock[\s\S]*hook input[\s\S]*policy drop/,
      "from the seat host": /table inet drydock[\s\S]*hook output[\s\S]*policy drop/,
      "from the services into private networks": /ip daddr @inside reject/,
      "from the services into the machine's networks": /ip daddr @machine reject/,
      "from the services to seats": /iifname "drydock-svc" tcp flags[^\n]*drop/,
    }).filter(([, pattern]) => !pattern.test(rules));
    return missing.length > 0
      ? {
          missing: `no rule against traffic ${missing.map(([name]) => name).join(", ")}`,
        }
      : `drop by default between seats, to and from the seat host; seats reach ${facts.place.servicesAddress} on the ports ${layout.proxyPort} (proxy), ${layout.indexPort} (packages), ${layout.registryPort} (class registry) and ${layout.mirrorPort} (mirror)`;
  });
  await look(
    "services",
    "What seats may reach",
    "Look into the services' logs in the seat host, and start it anew.",
    async () => {
      const { place } = await readFacts(incus);
      const ask = (port: number, path: string) =>
        `curl -s -m 8 -o /dev/null -w '%{http_code} ' --noproxy '*' http://${place.servicesAddress}:${port}${path}`;
      const seat = await ground.attacker();
      const said = (
        await sh(seat, `${ask(layout.proxyPort, "/")}; ${ask(layout.indexPort, "/simple/")}`)
      ).stdout.trim();
      const [proxy = "000", index = "000"] = said.split(" ");
      return proxy === "000" || index === "000"
        ? { missing: `from a seat, ${proxy === "000" ? "the proxy" : "the package index"} does not answer` }
        : `from a seat, proxy and package index answer (${proxy}, ${index})`;
    },
  );
}
