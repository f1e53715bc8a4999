import type { Submission } from "../lab/submission.ts";

type Graded = NonNullable<Submission["graded"]>;

/** Where a grade would go. `better` and `worse` are by the share of the points, because a lab's points may change. */
export type Move = "better" | "same" | "worse";

/** What a grade was, and what the same files get by the lab as it is now. */
export const judgeMove = (
  before: Pick<Graded, "score" | "maxScore">,
  now: Pick<Graded, "score" | "maxScore">,
): Move => {
  // Multiplied crosswise: a lab without points has no share.
  const difference = now.score * before.maxScore - before.score * now.maxScore;
  return difference === 0 ? "same" : difference > 0 ? "better" : "worse";
};

/** One student's submissions of a lab, graded again. */
export interface Regraded<Id = string> {
  readonly id: Id;
  readonly now: Graded;
}

/**
 * The submission that a student's new grade would rest on: the best by its share; of equals the one that the grade rests
 * on today, or else the first. Null without any.
 */
export function chooseBest<T extends Regraded>(all: readonly T[], restsOn: string): T | null {
  let best: T | null = null;
  for (const one of all) {
    const move = best === null ? "better" : judgeMove(best.now, one.now);
    if (move === "better" || (move === "same" && one.id === restsOn)) best = one;
  }
  return best;
}
