import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "../run-command.ts";
import { layout } from "./layout.ts";
import type { SeatHostPaths } from "./paths.ts";

const BTRFS = "/sys/fs/btrfs";
const LOOK_MS = 30_000;
/** Above any level that a tree of btrfs can have: see below. */
const NEVER = "8";

/**
 * Keeps btrfs counting what each seat has on the pool. Newer kernels give up counting, and with it every seat's disk
 * limit, when a large subvolume (a seat) is deleted, unless the threshold is raised; and whenever else they have lost
 * count, somebody has to ask them to count anew. `pid` is a process in the seat host's namespaces.
 */
export async function keepQuota(
  paths: Pick<SeatHostPaths, "incusDirectory">,
  pid: number,
  report: (line: string) => void,
): Promise<{ stop(): void }> {
  const counters = await findQuota(paths);
  if (counters === null) {
    report("the pool's disk limits cannot be watched: it is not where it is expected");
    return { stop: () => undefined };
  }
  const look = async () => {
    // Older kernels have no such threshold, and no such trouble.
    await writeFile(path.join(counters, "drop_subtree_threshold"), NEVER).catch(() => undefined);
    if (!(await hasLostCount(counters))) return;
    report("the pool has lost count of the seats' disks; counting anew");
    const pool = path.join(paths.incusDirectory, "storage-pools", layout.pool);
    const enter = ["--target", String(pid), "--mount", "--pid"];
    await runCommand("nsenter", [...enter, "btrfs", "quota", "rescan", "-w", pool]);
  };
  await look();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void look()
      .catch(() => undefined)
      .finally(() => (busy = false));
  }, LOOK_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Folder of the kernel's counters of our pool, which lies in a file of the seat host's; null where there is none. */
export async function findQuota(paths: Pick<SeatHostPaths, "incusDirectory">): Promise<string | null> {
  const image = path.join(paths.incusDirectory, "disks", `${layout.pool}.img`);
  for (const id of await readdir(BTRFS).catch(() => [])) {
    for (const device of await readdir(path.join(BTRFS, id, "devices")).catch(() => [])) {
      const file = await readFile(`/sys/block/${device}/loop/backing_file`, "utf8").catch(() => "");
      if (file.trim() === image) return path.join(BTRFS, id, "qgroups");
    }
  }
  return null;
}

/** Whether the kernel's numbers, and so the limits that rest on them, are no longer true. */
export async function hasLostCount(counters: string): Promise<boolean> {
  return (await readFile(path.join(counters, "inconsistent"), "utf8").catch(() => "0")).trim() === "1";
}
