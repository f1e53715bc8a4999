import { describe, expect, it } from "vitest";
import { chooseBest, judgeMove } from "./judge-regrade.ts";

const of = (score: number, maxScore: number) => ({ score, maxScore, checks: [] });

it.each([
  [of(5, 10), of(6, 10), "better"],
  [of(5, 10), of(9, 20), "worse"],
  [of(5, 10), of(10, 20), "same"],
  [of(0, 0), of(5, 10), "same"],
  [of(0, 10), of(0, 20), "same"],
])("from %o to %o is %s", (before, now, move) => expect(judgeMove(before, now)).toBe(move));

describe("the submission that a grade rests on", () => {
  it("is the best, and of equals today's", () => {
    const all = [
      { id: "a", now: of(5, 10) },
      { id: "b", now: of(9, 10) },
      { id: "c", now: of(9, 10) },
    ];
    expect(chooseBest(all, "a")?.id).toBe("b");
    expect(chooseBest(all, "c")?.id).toBe("c");
    expect(chooseBest([], "a")).toBeNull();
  });
});
