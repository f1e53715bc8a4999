import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readPlainFile } from "../data-dir/read-plain-file.ts";

export interface Postmaster {
  readonly pid: number;
  /** True once it accepts connections. */
  readonly ready: boolean;
}

/**
 * The PostgreSQL that runs on a data folder, by its postmaster.pid; null when none does. A file left by a crash
 * names a process that is gone, or, its number given out again, one that is something else.
 */
export async function readPostmaster(directory: string): Promise<Postmaster | null> {
  const text = await readPlainFile(join(directory, "postmaster.pid"));
  if (text === null) return null;
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  if (!(await isPostgres(pid, directory))) return null;
  return { pid, ready: (lines[7] ?? "").trim() === "ready" };
}

async function isPostgres(pid: number, directory: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  if (command === null) return isAliveWithoutProc(pid);
  const words = command.split("\0");
  return (words[0] ?? "").endsWith("postgres") && words.includes(directory);
}

/** Where there is no /proc (macOS) a process of that number has to do as evidence. */
function isAliveWithoutProc(pid: number): boolean {
  if (process.platform === "linux") return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
