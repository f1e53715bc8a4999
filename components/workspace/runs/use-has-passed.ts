import { useStore } from "../../client/use-store.ts";
import type { RunsStore } from "./runs-store.ts";

/** The last check of this lab, be it from before, has every point. */
export function useHasPassed(runs: RunsStore): boolean {
  const { grade } = useStore(runs);
  return grade !== null && grade.blocking === null && grade.score >= grade.maxScore;
}
