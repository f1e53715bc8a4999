import { readFile, writeFile } from "node:fs/promises";

export interface ProcessMemory {
  /** Resident now. */
  readonly residentBytes: number;
  /** Most that was resident since the last `forgetPeak`. */
  readonly peakBytes: number;
}

export async function readProcessMemory(pid: number): Promise<ProcessMemory> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const field = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? NaN) * 1024;
  return { residentBytes: field("VmRSS"), peakBytes: field("VmHWM") };
}

/** Lets the kernel count the peak from now on. */
export async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, "5");
}

/** What a program that starts now could have, in bytes. */
export async function readAvailableMemory(): Promise<number> {
  const text = await readFile("/proc/meminfo", "utf8");
  return Number(/^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1] ?? NaN) * 1024;
}
