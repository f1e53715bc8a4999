import { execFile } from "node:child_process";
import { access, readFile, statfs } from "node:fs/promises";
import os from "node:os";
import { promisify } from "node:util";
import type { Config } from "../server/config.ts";
import { seatHostDirectory } from "../server/config.ts";
import { whyNoSeatHost } from "../setup/seat-availability.ts";
import type { ChecksInWork } from "./collect-checks.ts";
import { gib } from "./gib.ts";

/** A class of a few seats does not work with less. */
const MIN_FREE_BYTES = 5 * 1024 ** 3;
const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/** What of this machine can be seen before there is a seat. Never throws. */
export async function checkMachine(config: Config, { look }: ChecksInWork): Promise<void> {
  const isHere = config.SEAT_HOST === "auto";
  await look(
    "platform",
    "A machine that can have seats",
    "Unset SEAT_HOST, and start as root on Debian 12 or newer; or point SEAT_HOST at an Incus.",
    async () => {
      if (config.SEAT_HOST === "none") return { missing: "SEAT_HOST=none: no seats are wanted" };
      if (config.SEAT_HOST === "docker")
        return {
          missing: "SEAT_HOST=docker: a laptop's Docker is for one user, whom no wall holds back",
          next: "Nothing, as long as this site is for yourself. For others start it as root on Linux.",
        };
      if (!isHere) return `seats come from ${config.SEAT_HOST}`;
      const why = whyNoSeatHost({
        platform: process.platform,
        isRoot: process.getuid?.() === 0,
        hasApt: await exists("/usr/bin/apt-get"),
      });
      return why === null
        ? `${os.type()} ${os.release()}, root, apt; Node ${process.versions.node}`
        : { missing: why.reason, next: why.remedy };
    },
  );
  if (isHere && process.platform === "linux")
    await look(
      "kernel-features",
      "What seats need of the kernel",
      "Start a kernel that has them (Debian's own has), or load the modules that are named.",
      findKernelFeatures,
    );
  await look("memory", "Memory", "Add memory, or lower SEAT_MEMORY and SEAT_LIMIT.", async () => {
    const available = (await readAvailable()) ?? os.freemem();
    const seats = Math.floor(available / config.SEAT_MEMORY);
    return seats < 1
      ? { missing: `${gib(available)} available: not enough for one full seat` }
      : `${gib(available)} available: ${seats} seats at their limit, ${os.cpus().length} processors`;
  });
  await look(
    "free-disk",
    "Free disk of the machine",
    "Make room where DATA_DIR is, or set SEAT_HOST_DIR to a larger disk.",
    async () => {
      const directory = isHere ? seatHostDirectory(config) : config.DATA_DIR;
      const { bavail, bsize } = await statfs(directory).catch(() => statfs(os.tmpdir()));
      const free = bavail * bsize;
      return free < MIN_FREE_BYTES
        ? { missing: `${gib(free)} free: too little for a class` }
        : `${gib(free)} free`;
    },
  );
  await look(
    "site",
    "Who can reach the site",
    "Set HOST=127.0.0.1, or put a proxy in front that knows who may come in.",
    () =>
      Promise.resolve(
        LOOPBACK.includes(config.HOST)
          ? `this computer alone (HOST=${config.HOST})`
          : { missing: `HOST=${config.HOST}: whoever reaches it is the one student, without signing in` },
      ),
  );
  await look("listeners", "The machine's own listeners", "Install iproute2, which brings ss.", async () => {
    if (process.platform !== "linux") return "not looked at: this is no Linux";
    const { stdout } = await promisify(execFile)("ss", ["-Htln"]);
    const open = stdout.split("\n").flatMap((line) => {
      const local = line.trim().split(/\s+/)[3] ?? "";
      return local === "" || /^(127\.|\[::1\]|\[::ffff:127\.)/.test(local) ? [] : [local];
    });
    // Told, not judged: what else a machine serves is its owner's business.
    return open.length === 0 ? "none beyond loopback" : `beyond loopback: ${open.slice(0, 8).join(", ")}`;
  });
}

async function findKernelFeatures() {
  const read = (file: string) => readFile(file, "utf8").catch(() => "");
  const modules = `/lib/modules/${os.release()}`;
  const loadable = (await read(`${modules}/modules.builtin`)) + (await read(`${modules}/modules.dep`));
  const known = await read("/proc/filesystems");
  const unified = await read("/sys/fs/cgroup/cgroup.controllers");
  // v1: name, hierarchy, count, and whether it is switched on.
  const v1 = (await read("/proc/cgroups")).split("\n").flatMap((line) => {
    const [name = "", , , on] = line.split(/\s+/);
    return on === "1" ? [name] : [];
  });
  const controllers = unified === "" ? v1 : unified.trim().split(" ");
  const namespaces = Number(await read("/proc/sys/user/max_user_namespaces"));
  const seccomp = await read("/proc/sys/kernel/seccomp/actions_avail");
  const missing = [
    ...["overlay", "btrfs"].filter((one) => !known.includes(one) && !loadable.includes(`/${one}.ko`)),
    ...["memory", "pids", "cpu"]
      .filter((one) => !controllers.includes(one))
      .map((one) => `the control group ${one}`),
    ...(namespaces > 0 ? [] : ["user namespaces (user.max_user_namespaces is 0)"]),
    ...(seccomp.includes("errno") ? [] : ["seccomp filters"]),
  ];
  return missing.length > 0
    ? { missing: `not there: ${missing.join(", ")}` }
    : `user namespaces, seccomp, overlay, btrfs, cgroup ${unified === "" ? "v1" : "v2"} with memory, pids and cpu`;
}

async function readAvailable(): Promise<number | null> {
  const text = await readFile("/proc/meminfo", "utf8").catch(() => "");
  const kib = /MemAvailable:\s+(\d+)/.exec(text)?.[1];
  return kib === undefined ? null : Number(kib) * 1024;
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );
