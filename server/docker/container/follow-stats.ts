import type { RunEventBody } from "../../../core/run/event.ts";
import { readJsonLines } from "../build/read-json-lines.ts";
import type { Engine } from "../engine.ts";
import { type ContainerStats, containerStats } from "../engine-schemas.ts";

/** Honest figures are 3 KB a second: two days of them. */
const LIMITS = { maxLineBytes: 256 * 1024, maxBytes: 512 * 1024 * 1024, maxLines: 200_000 };

/** Memory and cpu of a container, about once a second, until it ends or `signal` fires. Never throws. */
export async function followStats(
  engine: Engine,
  container: string,
  signal: AbortSignal,
  emit: (event: RunEventBody) => void,
): Promise<void> {
  try {
    const stream = await engine.stream({
      method: "GET",
      path: `/containers/${encodeURIComponent(container)}/stats?stream=1`,
      signal,
    });
    try {
      for await (const value of readJsonLines(stream, LIMITS)) {
        const stats = containerStats.safeParse(value);
        if (!stats.success) return;
        // A stopped container goes on sending empty figures.
        if ((stats.data.memory_stats.limit ?? 0) > 0) emit(statsEvent(stats.data));
      }
    } finally {
      stream.destroy();
    }
  } catch {
    // Figures are nice to have; the container's own end is seen elsewhere.
  }
}

/** 100 per cent is one core fully used, as `docker stats` counts. Page cache is not counted as memory. */
function statsEvent(stats: ContainerStats): RunEventBody {
  const { cpu_stats: now, precpu_stats: before, memory_stats: memory } = stats;
  const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const system = (now.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0);
  const cache = memory.stats?.["total_inactive_file"] ?? memory.stats?.["inactive_file"] ?? 0;
  const hasBoth = before.system_cpu_usage !== null && before.system_cpu_usage !== undefined;
  return {
    type: "stats",
    memoryBytes: Math.max(0, (memory.usage ?? 0) - cache),
    memoryLimitBytes: memory.limit ?? 0,
    cpuPercent:
      hasBoth && used > 0 && system > 0
        ? Math.min(10_000, (used / system) * (now.online_cpus ?? 1) * 100)
        : 0,
  };
}
