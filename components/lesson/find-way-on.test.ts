import { describe, expect, it } from "vitest";
import type { LessonLab, LessonSummary } from "../../core/course/outline.ts";
import { findWayOn } from "./find-way-on.ts";

const lesson = (slug: string, lab: boolean, score: number | null): LessonSummary => ({
  slug,
  language: "en",
  number: 1,
  title: slug,
  summary: "",
  minutes: 1,
  labs: lab ? [reached(`c/${slug}/lab`, score)] : [],
});
const reached = (id: string, score: number | null): LessonLab => ({
  id,
  progress:
    score === null
      ? null
      : { lab: id, bestScore: score, maxScore: 100, attempts: 1, checks: [], updatedAt: 0 },
  solution: null,
  steps: null,
});

describe("the way on", () => {
  it("begins at the beginning", () => {
    expect(findWayOn([lesson("a", false, null), lesson("b", true, null)], null)?.slug).toBe("a");
    expect(findWayOn([], null)).toBeNull();
  });

  it("goes back to where the student was", () => {
    expect(findWayOn([lesson("a", false, null), lesson("b", true, 40)], "b")?.slug).toBe("b");
  });

  it("moves past an exercise that is passed", () => {
    const outline = [lesson("a", true, 100), lesson("b", true, null)];
    expect(findWayOn(outline, "a")?.slug).toBe("b");
    expect(findWayOn(outline, null)?.slug).toBe("b");
    expect(findWayOn([lesson("a", true, 100)], "a")?.slug).toBe("a");
  });

  it("stays with a lesson until each of its exercises is passed", () => {
    const several = (...scores: (number | null)[]): LessonSummary => ({
      ...lesson("a", false, null),
      labs: scores.map((score, index) => reached(`c/a/lab-${index}`, score)),
    });
    const next = lesson("b", true, null);
    expect(findWayOn([several(100, null), next], "a")?.slug).toBe("a");
    expect(findWayOn([several(100, 40), next], "a")?.slug).toBe("a");
    expect(findWayOn([several(100, 100), next], "a")?.slug).toBe("b");
    expect(findWayOn([several(100, 100), next], null)?.slug).toBe("b");
  });

  it("does not trust a name that is not in the course", () => {
    expect(findWayOn([lesson("a", false, null)], "gone")?.slug).toBe("a");
  });
});
