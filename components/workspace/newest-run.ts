import type { RunView } from "./run-view.ts";
import type { RunsState } from "./runs-store.ts";

/** The run that the line beside the buttons is about: one that works, otherwise the one started last. */
export function newestRun(runs: RunsState["runs"]): RunView | null {
  const all = Object.values(runs).filter((run) => run !== null);
  const working = all.filter((run) => run.state !== "finished" && !isServing(run));
  const pool = working.length > 0 ? working : all;
  return pool.toSorted((a, b) => b.startedAt - a.startedAt)[0] ?? null;
}

/** A container that is up is no work that somebody waits for. */
export function isServing(run: RunView): boolean {
  return run.kind === "start" && run.state === "running" && run.container?.state === "running";
}
