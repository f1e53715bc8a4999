import { readdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "../run-command.ts";
import type { SeatHostPaths } from "./paths.ts";

const CGROUPS = "/sys/fs/cgroup";
const APPARMOR = "/sys/kernel/security/apparmor";

/**
 * Removes what outlives a seat host that was killed: its processes if any escaped, sockets, cgroup folders.
 * Mounts, bridges, rules and loop devices went with its namespaces. Safe to call when nothing is left.
 */
export async function clearLeftovers(paths: SeatHostPaths): Promise<void> {
  await killStrays(paths);
  await unmountBelow(paths.directory);
  for (const socket of [paths.apiSocket, paths.rootSocket, paths.holdSocket])
    await rm(socket, { force: true });
  await removeCgroups(paths);
  await removeProfiles(paths);
}

/** AppArmor's profiles belong to the kernel, not to a namespace; Incus writes its folder into the names of its own. */
async function removeProfiles(paths: SeatHostPaths): Promise<void> {
  const loaded = await readFile(`${APPARMOR}/profiles`, "utf8").catch(() => "");
  for (const name of ownProfiles(loaded, paths.incusDirectory))
    await writeFile(`${APPARMOR}/.remove`, name).catch(() => undefined);
}

/** Of lines "name (mode)": the names of those that the Incus in `directory` has loaded. */
export function ownProfiles(loaded: string, directory: string): string[] {
  return loaded
    .split("\n")
    .map((line) => line.replace(/ \([a-z]+\)$/, ""))
    .filter((name) => name.startsWith("incus") && name.includes(`<${directory}>`));
}

/** A daemon that still has our directory open would fight with the next one over the database. */
async function killStrays(paths: SeatHostPaths): Promise<void> {
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const command = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    const words = command.split("\0");
    const ours =
      words.some((word) => word.endsWith("/seat-host/inside.sh")) && words.includes(paths.directory);
    const daemon = words[0]?.endsWith("incusd") === true && words.includes(`${paths.directory}/incus.log`);
    if (ours || daemon) {
      try {
        process.kill(Number(name), "SIGKILL");
      } catch {
        // It ended by itself.
      }
    }
  }
}

async function unmountBelow(directory: string): Promise<void> {
  const mounts = (await readFile("/proc/self/mounts", "utf8"))
    .split("\n")
    .map((line) => (line.split(" ")[1] ?? "").replaceAll("\\040", " "))
    .filter((target) => target.startsWith(`${directory}/`));
  for (const target of mounts.reverse()) await runCommand("umount", ["-l", target]).catch(() => undefined);
}

/**
 * Only empty folders can be removed, so nothing that runs is hurt. Under cgroup v2 they are below our own group when
 * that is a service's; a scope of systemd's own goes by itself.
 */
export async function removeCgroups(paths: SeatHostPaths): Promise<void> {
  const hierarchies = [CGROUPS, ...(await readdir(CGROUPS)).map((name) => path.join(CGROUPS, name))];
  const own = /^0::(\/.+?)(?:\/keeper)?$/m.exec(await readFile("/proc/self/cgroup", "utf8"))?.[1];
  if (own !== undefined) hierarchies.push(path.join(CGROUPS, own));
  for (const hierarchy of hierarchies) {
    await removeTree(path.join(hierarchy, paths.cgroup));
    if (hierarchy !== CGROUPS) continue;
    const names = await readdir(hierarchy).catch(() => []);
    for (const name of names)
      if (/^lxc\.(payload|monitor)\.(drydock_|golden-|drydock-)/.test(name))
        await removeTree(path.join(hierarchy, name));
  }
}

async function removeTree(directory: string): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeTree(path.join(directory, entry.name));
  await rmdir(directory).catch(() => undefined);
}
