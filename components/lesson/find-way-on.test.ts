import { describe, expect, it } from "vitest";
import type { LessonSummary } from "../../core/course/outline.ts";
import { findWayOn } from "./find-way-on.ts";

const lesson = (slug: string, lab: boolean, score: number | null): LessonSummary => ({
  slug,
  language: "en",
  number: 1,
  title: slug,
  summary: "",
  minutes: 1,
  labId: lab ? `c/${slug}/lab` : null,
  progress:
    score === null
      ? null
      : { lab: "", bestScore: score, maxScore: 100, attempts: 1, checks: [], updatedAt: 0 },
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

  it("does not trust a name that is not in the course", () => {
    expect(findWayOn([lesson("a", false, null)], "gone")?.slug).toBe("a");
  });
});
