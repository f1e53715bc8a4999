import { readFile } from "node:fs/promises";
import { cpus, release, totalmem } from "node:os";

export interface Machine {
  /** Day of the measurement, ISO. */
  readonly date: string;
  readonly cores: number;
  readonly processor: string;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly system: string;
  readonly versions: readonly (readonly [name: string, version: string])[];
}

/** @param versions of what only a running seat host can tell */
export async function describeMachine(versions: Machine["versions"]): Promise<Machine> {
  const osRelease = await readFile("/etc/os-release", "utf8").catch(() => "");
  const processors = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: processors.length,
    processor: processors[0]?.model.trim() ?? "unknown",
    memoryBytes: totalmem(),
    kernel: release(),
    system: /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(osRelease)?.[1] ?? "unknown system",
    versions: [["Node", process.versions.node], ...versions],
  };
}
