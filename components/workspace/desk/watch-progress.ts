import type { SolutionStore } from "../files/solution-store.ts";
import type { RunsStore } from "../runs/runs-store.ts";
import type { StepsStore } from "../seat/steps-store.ts";

export interface ProgressSources {
  readonly runs: Pick<RunsStore, "getSnapshot" | "subscribe">;
  readonly steps: Pick<StepsStore, "getSnapshot" | "subscribe">;
  readonly solution: Pick<SolutionStore, "getSnapshot" | "subscribe">;
}

/**
 * Calls back when something is settled that the course counts: a check has ended, a step is ticked off, the solution
 * was opened. A check that was over before does not count, though its events are heard again.
 * @returns how to stop
 */
export function watchProgress({ runs, steps, solution }: ProgressSources, onChange: () => void): () => void {
  const endedCheck = (): string | null => {
    const { check } = runs.getSnapshot().runs;
    return check?.state === "finished" ? check.id : null;
  };
  /** Null while an answer is on its way. */
  const settledSteps = (): string | null => {
    const { done, saving } = steps.getSnapshot();
    return saving.length > 0 ? null : done.toSorted().join("\n");
  };
  const opened = (): string | null => solution.getSnapshot().mark?.openedAt.toString() ?? null;
  const stops = [
    [runs, endedCheck],
    [steps, settledSteps],
    [solution, opened],
  ] as const;
  const unsubscribe = stops.map(([store, read]) => {
    let last = read();
    return store.subscribe(() => {
      const now = read();
      if (now === null || now === last) return;
      last = now;
      onChange();
    });
  });
  return () => unsubscribe.forEach((stop) => stop());
}
