import { type AnySeat, sh } from "../ground.ts";

/** What the kernel has counted for a seat since it was started. */
export interface Counters {
  /** Times that the seat's memory limit was reached. */
  readonly memoryHits: number;
  /** Processor time, in microseconds. */
  readonly cpuMicros: number;
}

/* Of control groups of version 1, else of version 2. Newer kernels count no failed charges of version 1, but every kill. */
const READ = `cd /sys/fs/cgroup
if [ -e memory/memory.failcnt ]; then echo "memoryHits $(($(cat memory/memory.failcnt) + $(awk '$1 == "oom_kill" { n = $2 } END { print n + 0 }' memory/memory.oom_control)))"; else awk '$1 == "max" { print "memoryHits", $2 }' memory.events; fi
if [ -e cpuacct/cpuacct.usage ]; then echo "cpuMicros $(($(cat cpuacct/cpuacct.usage) / 1000))"; else awk '$1 == "usage_usec" { print "cpuMicros", $2 }' cpu.stat; fi`;

/** Null when the seat cannot be asked now. */
export async function readCounters(seat: AnySeat): Promise<Counters | null> {
  const said = await sh(seat, READ, 10_000).catch(() => null);
  const of = (name: keyof Counters) => new RegExp(`^${name} (\\d+)$`, "m").exec(said?.stdout ?? "")?.[1];
  const [memoryHits, cpuMicros] = [of("memoryHits"), of("cpuMicros")];
  if (memoryHits === undefined || cpuMicros === undefined) return null;
  return { memoryHits: Number(memoryHits), cpuMicros: Number(cpuMicros) };
}
