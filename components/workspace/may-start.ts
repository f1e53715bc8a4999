import type { RunKind } from "../../core/run/event.ts";
import type { RunsState } from "./runs-store.ts";

/** One build and one check at a time; a new Run replaces the container that runs. */
export function mayStart(state: RunsState, kind: RunKind): boolean {
  if (state.starting !== null) return false;
  const run = state.runs[kind];
  return kind === "start" || run === null || run.state === "finished";
}
