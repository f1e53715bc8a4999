/** What is watched, and how; milliseconds. */
export interface LoopWatch {
  readonly heldMs?: number;
  readonly everyMs?: number;
  readonly quietMs?: number;
  readonly warn?: (text: string) => void;
  /** What is under way, in words: asked when the loop was held. */
  readonly describe?: () => string;
}

/**
 * Says in the log when the event loop was held so long that every page had to wait: how long, what is under way,
 * and how much of it was this process's own work. At most once in a while. Returns what ends it. A timer that is late
 * tells as much as perf_hooks' monitor, which forgets a delay that it has not counted when it is reset.
 */
export function watchLoop(options: LoopWatch = {}): () => void {
  const { heldMs = 500, everyMs = 200, quietMs = 5 * 60_000 } = options;
  const { warn = console.warn, describe = () => "" } = options;
  let lookedAt = performance.now();
  let busy = process.cpuUsage();
  let saidAt = -Infinity;
  const timer = setInterval(() => {
    const now = performance.now();
    const since = now - lookedAt;
    const { user, system } = process.cpuUsage(busy);
    lookedAt = now;
    busy = process.cpuUsage();
    const late = since - everyMs;
    if (late < heldMs || now - saidAt < quietMs) return;
    saidAt = now;
    // A machine that is short of processors holds the loop as well: then the share is low.
    const share = Math.round((user + system) / 10 / since);
    const underWay = describe();
    warn(
      `the event loop was held for ${Math.round(late)} ms (this process used ${share}% of a processor)${underWay === "" ? "" : `; under way: ${underWay}`}`,
    );
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
