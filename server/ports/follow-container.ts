import { setTimeout as pause } from "node:timers/promises";
import { readLogLines } from "../docker/container/read-log-lines.ts";
import type { Engine } from "../docker/engine.ts";
import type { LogChannel } from "./log-channel.ts";
import type { LogLimits } from "./log-limits.ts";

const SECOND_MS = 1000;

/**
 * Hands over what one container prints until it ends: the last lines, then what comes. One that prints more than a
 * page can show is left alone for a moment and then shown from its newest lines on, so that a flood is neither read
 * nor waited for. Never throws; `since` is where to go on, and the answer is where that would be next time.
 */
export async function followContainer(
  engine: Engine,
  container: { readonly id: string; readonly source: number; readonly since: string },
  channel: LogChannel,
  limits: LogLimits,
  signal: AbortSignal,
): Promise<string> {
  const { id, source } = container;
  let last = container.since;
  let tail = limits.tailLines;
  let saidAt = 0;
  while (!signal.aborted) {
    const seen = last;
    let flooded = false;
    let windowFrom = Date.now();
    let bytes = 0;
    // What is there already comes at once.
    let allowance = limits.burstBytes;
    try {
      for await (const line of readLogLines(engine, id, { signal, tail, since: seen })) {
        // The engine counts `since` itself in. Not against the line before: two streams may be out of order a little.
        if (line.at !== "" && line.at <= seen) continue;
        if (line.at > last) last = line.at;
        await channel.add({ source, at: line.at, text: line.text });
        bytes += line.bytes;
        const now = Date.now();
        if (now - windowFrom >= SECOND_MS) {
          windowFrom = now;
          bytes = 0;
          allowance = limits.bytesPerSecond;
        }
        flooded = bytes > allowance;
        if (flooded) break;
      }
    } catch {
      // The container, the seat or the page is gone; whoever follows them all learns it there.
    }
    if (!flooded) break;
    if (Date.now() - saidAt > limits.sayEveryMs) {
      saidAt = Date.now();
      channel.say({
        type: "notice",
        source,
        text: "prints more than is shown here: lines are left out. All of it: docker logs in the terminal.",
      });
    }
    await pause(limits.floodPauseMs, undefined, { signal }).catch(() => undefined);
    tail = limits.floodTailLines;
  }
  return last;
}
