import type { EndReason } from "./end-reason.ts";
import { endReasons } from "./end-reason.ts";
import type { LiveRun } from "./live-run.ts";
import type { RunContext } from "./run-context.ts";

/** The engine keeps its own deadline and names the step; this one is for an engine that does not. */
const DEADLINE_GRACE_MS = 30_000;
const TOUCH_MS = 60_000;

/**
 * Ends a run that takes too long; a container, that nobody looks at.
 * @returns the function that stops the timers
 */
export function startTimers(
  { config, keeper, idleMs: shorter }: RunContext,
  live: LiveRun,
  end: (reason: EndReason) => void,
): () => void {
  const { kind, studentId } = live.key;
  if (kind === "start") {
    const idleMs = shorter ?? config.START_IDLE_MINUTES * 60_000;
    const touch = setInterval(() => void keeper.touch(studentId), TOUCH_MS);
    const idle = setInterval(
      () => {
        if (live.listeners > 0 || Date.now() - live.touchedAt < idleMs) return;
        end(endReasons.idle(config.START_IDLE_MINUTES));
      },
      Math.min(idleMs / 4, 15_000),
    );
    return () => {
      clearInterval(touch);
      clearInterval(idle);
    };
  }
  const seconds = kind === "build" ? config.BUILD_SECONDS : config.CHECK_SECONDS;
  const timer = setTimeout(() => end(endReasons.tooLong(kind, seconds)), seconds * 1000 + DEADLINE_GRACE_MS);
  return () => clearTimeout(timer);
}
