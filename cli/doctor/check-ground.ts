import { execFile } from "node:child_process";
import { readFile, statfs } from "node:fs/promises";
import os from "node:os";
import { promisify } from "node:util";
import { z } from "zod";
import type { Config } from "../../server/config.ts";
import { seatHostDirectory } from "../../server/config.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";
import { listSeats } from "../../server/seats/incus-world.ts";
import { readFacts } from "../../server/seats/seat-facts.ts";
import { findOldIncus } from "../../setup/packages/install-system-packages.ts";
import { MIN_INCUS_PACKAGE } from "../../setup/packages/system-packages.ts";
import { findQuota, hasLostCount } from "../../setup/seat-host/keep-quota.ts";
import { seatHostPaths } from "../../setup/seat-host/paths.ts";
import { layout } from "../../setup/seat-host/layout.ts";
import type { Check } from "./attack.ts";
import { say, type Ground } from "./ground.ts";

const GIB = 1024 ** 3;
const gib = (bytes: number) => `${(bytes / GIB).toFixed(1)} GiB`;
/** A class of a few seats does not work with less. */
const MIN_FREE_BYTES = 5 * GIB;

/** Attacker, neighbour, and what single attacks take for themselves. */
const PLACES = 5;

type Found = string | { readonly missing: string };

/** What is there, what is missing, and what is in force; nothing is attacked. Never throws. */
export async function checkGround(ground: Ground, machine: Config): Promise<Check[]> {
  const { incus } = ground.world;
  const checks: Check[] = [];
  const look = async (id: string, title: string, find: () => Promise<Found>) => {
    const found = await find().catch((error: unknown) => ({
      missing: error instanceof Error ? error.message.slice(0, 200) : String(error),
    }));
    checks.push(
      typeof found === "string"
        ? { id, title, ok: true, found }
        : { id, title, ok: false, found: found.missing },
    );
  };

  await look("seat-host", "Seat host", async () => {
    const { kind, version, standIns } = await ground.host.describe();
    return `${kind} ${version}, base images ${standIns ? "are stand-ins from Debian's packages" : "from a registry"}`;
  });
  await look("versions", "Versions", async () => {
    const old = ground.machine === null ? null : await findOldIncus();
    if (old !== null)
      return { missing: `Incus ${old} lacks security fixes; ${MIN_INCUS_PACKAGE} or newer is needed` };
    const engine = await say(
      await ground.attacker(),
      "docker version --format '{{.Server.Version}}'; docker buildx version | cut -d' ' -f2; docker compose version --short; runc --version | sed -n '1s/runc version //p'",
    );
    return `kernel ${os.release()}, Node ${process.versions.node}; in a seat: engine, buildx, compose, runc ${engine.split("\n").join(", ")}`;
  });
  await look("kernel", "Kernel", async () => {
    const seat = await ground.attacker();
    const said = await say(
      seat,
      "[ -e /sys/fs/cgroup/cgroup.controllers ] && echo 'cgroup v2' || echo 'cgroup v1'; grep -c . /proc/self/uid_map; grep -o 'Seccomp:.*' /proc/self/status; cat /proc/self/attr/current 2>/dev/null || echo 'no AppArmor'; grep -c overlay /proc/filesystems",
    );
    const [cgroup = "", maps = "0", seccomp = "", confined = "", overlay = "0"] = said.split("\n");
    if (maps === "0" || !seccomp.endsWith("2") || overlay === "0")
      return { missing: `user namespaces ${maps}, ${seccomp} (2 is needed), overlay ${overlay}` };
    return `${cgroup}, user namespaces, seccomp filter, overlay; ${confined.replaceAll("\0", "")}`;
  });
  await look("limits", "Limits in force for a seat", async () => {
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
    return (
      `${Object.entries(wanted)
        .map(([name, value]) => `${name} ${value ?? ""}`)
        .join(", ")} (the doctor's seats are smaller than a ` +
      `student's: ${gib(machine.SEAT_MEMORY)}, ${machine.SEAT_PROCESSES} processes, ${machine.SEAT_CPUS} cpus, ${gib(machine.SEAT_DISK)})`
    );
  });
  await look("project", "Walls of the project", async () => {
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
  await look("places", "Places for seats", async () => {
    const { count } = await listSeats(ground.world);
    const { metadata } = await incusRequest(incus, "GET", `/1.0/projects/${incus.project}`);
    const { config } = z.object({ config: z.record(z.string(), z.string()) }).parse(metadata);
    const all = Number(config["limits.instances"]);
    return all - count < PLACES
      ? {
          missing: `${count} of ${all} are taken: the doctor needs ${PLACES}; start the seat host anew or raise SEAT_LIMIT`,
        }
      : `${count} of ${all} are taken, the doctor's among them`;
  });
  await look("disk", "Disk", async () => {
    const { metadata } = await incusRequest(incus, "GET", `/1.0/storage-pools/${layout.pool}/resources`);
    const { space } = z.object({ space: z.object({ used: z.number(), total: z.number() }) }).parse(metadata);
    const directory = ground.machine === null ? os.tmpdir() : seatHostDirectory(machine);
    const { bavail, bsize } = await statfs(directory);
    const text = `pool of all seats ${gib(space.used)} of ${gib(space.total)}; ${gib(bavail * bsize)} free on the machine`;
    return bavail * bsize < MIN_FREE_BYTES || space.total - space.used < MIN_FREE_BYTES
      ? { missing: `${text}: too little for a class` }
      : text;
  });
  await look("disk-limits", "Disk limits are counted", async () => {
    if (ground.machine === null) return "only root on the machine of the seat host can see it";
    const counters = await findQuota(seatHostPaths(seatHostDirectory(machine)));
    if (counters === null) return { missing: "the pool's counters are not where they are expected" };
    return (await hasLostCount(counters))
      ? {
          missing:
            "the kernel has lost count of the seats' disks, so that no limit holds; start the seat host anew",
        }
      : "the kernel's count of each seat is true";
  });
  await look("memory", "Memory", async () => {
    const text = await readFile("/proc/meminfo", "utf8");
    const available = Number(/MemAvailable:\s+(\d+)/.exec(text)?.[1] ?? 0) * 1024;
    const seats = Math.floor(available / machine.SEAT_MEMORY);
    return seats < 1
      ? { missing: `${gib(available)} available: not enough for one full seat` }
      : `${gib(available)} available: ${seats} seats at their limit, ${os.cpus().length} processors`;
  });
  await look("egress", "Egress rules", async () => {
    const facts = await readFacts(incus);
    if (ground.machine === null)
      return `seats reach ${facts.place.servicesAddress} alone; the rules themselves can only be read by root`;
    const rules = await ground.machine.inNetwork(["nft", "list", "ruleset"]);
    const missing = Object.entries({
      "frames between seats": /table bridge drydock[\s\S]*hook forward[\s\S]*policy drop/,
      "to the seat host": /table inet drydock[\s\S]*hook input[\s\S]*policy drop/,
      "from the seat host": /table inet drydock[\s\S]*hook output[\s\S]*policy drop/,
    }).filter(([, pattern]) => !pattern.test(rules));
    return missing.length > 0
      ? {
          missing: `no rule against traffic ${missing.map(([name]) => name).join(", ")}; start the seat host anew`,
        }
      : `drop by default between seats, to and from the seat host; seats reach ${facts.place.servicesAddress} on the ports ${layout.proxyPort} (proxy), ${layout.indexPort} (packages), ${layout.registryPort} (class registry) and ${layout.mirrorPort} (mirror)`;
  });
  await look("listeners", "The machine's own listeners", async () => {
    if (process.platform !== "linux") return { missing: "only on Linux" };
    const { stdout } = await promisify(execFile)("ss", ["-Htln"]);
    const open = stdout.split("\n").flatMap((line) => {
      const local = line.trim().split(/\s+/)[3] ?? "";
      return local === "" || /^(127\.|\[::1\]|\[::ffff:127\.)/.test(local) ? [] : [local];
    });
    // Told, not judged: what else a machine serves is its owner's business.
    return open.length === 0 ? "none beyond loopback" : `beyond loopback: ${open.slice(0, 8).join(", ")}`;
  });
  return checks;
}
