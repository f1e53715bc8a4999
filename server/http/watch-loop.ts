import { monitorEventLoopDelay } from "node:perf_hooks";

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
 * Says in the log when the event loop was held so long that every page had to wait: how long, when, what is under
 * way, and how much of it was this process's own work. At most once in a while. Returns what ends it.
 */
export function watchLoop(options: LoopWatch = {}): () => void {
  const { heldMs = 500, everyMs = 10_000, quietMs = 5 * 60_000 } = options;
  const { warn = console.warn, describe = () => "" } = options;
  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();
  let busy = process.cpuUsage();
  let saidAt = -Infinity;
  const timer = setInterval(() => {
    const longest = delays.max / 1e6;
    const { user, system } = process.cpuUsage(busy);
    busy = process.cpuUsage();
    delays.reset();
    if (longest < heldMs || performance.now() - saidAt < quietMs) return;
    saidAt = performance.now();
    const share = Math.round((user + system) / 10 / everyMs);
    const underWay = describe();
    // A machine that is short of processors holds the loop as well: then the share is low.
    warn(
      `the event loop was held for ${Math.round(longest)} ms within the last ${Math.round(everyMs / 1000)} s (this process used ${share}% of a processor)${underWay === "" ? "" : `; under way: ${underWay}`}`,
    );
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    delays.disable();
  };
}
