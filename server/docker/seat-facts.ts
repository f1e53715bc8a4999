import type { Duplex } from "node:stream";
import { z } from "zod";
import type { Seat } from "../../core/seat/port.ts";

/** How often the seat ran into its memory limit, and how often the kernel killed for it. */
export interface MemoryMark {
  readonly failures: number;
  readonly kills: number;
}

export interface SeatFacts {
  /** Null when the counters cannot be had. */
  readonly memory: MemoryMark | null;
  /** Proxies of the docker command line's configuration, as build arguments: http_proxy and so on. */
  readonly buildArguments: Readonly<Record<string, string>>;
}

/** cgroup v1 counts a kill in the killed group only, but hits of the limit in the seat's own; v2 counts both. */
const SCRIPT = `cat /sys/fs/cgroup/memory/memory.failcnt 2>/dev/null
cat /sys/fs/cgroup/memory/memory.oom_control /sys/fs/cgroup/memory.events 2>/dev/null
printf -- '---\\n'
cat /root/.docker/config.json 2>/dev/null
true`;

const proxy = z.string().max(300).optional();
const dockerConfig = z.object({
  proxies: z
    .object({ default: z.object({ httpProxy: proxy, httpsProxy: proxy, noProxy: proxy }).optional() })
    .optional(),
});

/** One look into the seat before and after a build. Never throws: without facts a build still runs. */
export async function readSeatFacts(seat: Seat<Duplex>, signal: AbortSignal): Promise<SeatFacts> {
  try {
    const options = { signal, timeoutMs: 3000, maxOutputBytes: 64 * 1024 };
    const result = await seat.exec(["/bin/sh", "-c", SCRIPT], options);
    const [counters = "", config = ""] = result.stdout.split("---\n", 2);
    const failures = /^(\d+)$/m.exec(counters)?.[1] ?? /^max (\d+)$/m.exec(counters)?.[1];
    const kills = /^oom_kill (\d+)$/m.exec(counters)?.[1];
    return {
      memory:
        failures === undefined && kills === undefined
          ? null
          : { failures: Number(failures ?? 0), kills: Number(kills ?? 0) },
      buildArguments: proxyArguments(config),
    };
  } catch {
    return { memory: null, buildArguments: {} };
  }
}

/** The command line gives these to every build by itself; over the API whoever asks has to. */
function proxyArguments(config: string): Record<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(config);
  } catch {
    return {};
  }
  const proxies = dockerConfig.safeParse(value).data?.proxies?.default;
  const given = [
    ["http_proxy", proxies?.httpProxy],
    ["https_proxy", proxies?.httpsProxy],
    ["no_proxy", proxies?.noProxy],
  ] as const;
  const result: Record<string, string> = {};
  for (const [name, text] of given) {
    if (text === undefined || text === "") continue;
    result[name] = text;
    result[name.toUpperCase()] = text;
  }
  return result;
}

/** Whether a process that ended with 137 between two marks was killed for want of memory. */
export function ranOutOfMemory(before: MemoryMark | null, after: MemoryMark | null): boolean {
  // Without counters the exit code has to be believed: nothing else commonly ends a step with 137.
  if (before === null || after === null) return true;
  return after.kills > before.kills || after.failures > before.failures;
}
