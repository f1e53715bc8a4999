import type { Duplex } from "node:stream";
import { z } from "zod";
import type { Seat } from "../../core/seat/port.ts";

/** What tells afterwards that the kernel killed something because the seat's memory was spent. */
export interface MemoryMark {
  /** Kills for want of memory so far: the seat's own (cgroup v2), or the machine's (v1 has no sum for a seat). */
  readonly kills: number;
  /** Most that the seat ever used; null where the kernel does not say. */
  readonly peakBytes: number | null;
}

export interface SeatFacts {
  /** Null when the counters cannot be had. */
  readonly memory: MemoryMark | null;
  /** Proxies of the docker command line's configuration, as build arguments: http_proxy and so on. */
  readonly buildArguments: Readonly<Record<string, string>>;
}

/** cgroup v1 counts a kill only in the group of the step, which is gone with the step. */
const SCRIPT = `cat /sys/fs/cgroup/memory.events 2>/dev/null || grep '^oom_kill ' /proc/vmstat
cat /sys/fs/cgroup/memory/memory.max_usage_in_bytes 2>/dev/null
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
    const kills = /^oom_kill (\d+)$/m.exec(counters)?.[1];
    const peak = /^(\d+)$/m.exec(counters)?.[1];
    return {
      memory:
        kills === undefined
          ? null
          : { kills: Number(kills), peakBytes: peak === undefined ? null : Number(peak) },
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

/** How near to its limit a seat has to have been: the counter is updated in batches. */
const NEARLY_ALL = 0.98;

/** Whether the kernel killed for want of the seat's memory between two marks. */
export function ranOutOfMemory(
  before: MemoryMark | null,
  after: MemoryMark | null,
  limitBytes: number,
): boolean {
  // Without counters the exit code has to be believed: nothing else commonly ends a step with 137.
  if (before === null || after === null) return true;
  return after.kills > before.kills && (after.peakBytes ?? limitBytes) >= limitBytes * NEARLY_ALL;
}
