import { describe, expect, it } from "vitest";
import { withFurtherHints } from "./further-hints.ts";
import type { CheckResult } from "./result.ts";

describe("withFurtherHints", () => {
  const checks = [{ id: "size", hints: ["Look at the widest part.", "Two stages."] }, { id: "user" }];
  const failed: CheckResult = {
    id: "size",
    title: "Small",
    status: "failed",
    points: 0,
    maxPoints: 10,
    evidence: [],
    hint: "200 MB too much.",
    line: 3,
    file: "Dockerfile",
  };
  it.each<[number, string[] | undefined]>([
    [0, undefined],
    [1, ["Look at the widest part."]],
    [2, ["Look at the widest part.", "Two stages."]],
    [9, ["Look at the widest part.", "Two stages."]],
  ])("after %d failed attempts", (before, hints) => {
    expect(withFurtherHints(failed, checks, new Map([["size", before]])).furtherHints).toEqual(hints);
  });
  it("says nothing where nothing is wrong, or nothing is written", () => {
    const many = new Map([
      ["size", 5],
      ["user", 5],
    ]);
    expect(withFurtherHints({ ...failed, status: "passed" }, checks, many).furtherHints).toBeUndefined();
    expect(withFurtherHints({ ...failed, status: "skipped" }, checks, many).furtherHints).toBeUndefined();
    expect(withFurtherHints({ ...failed, id: "user" }, checks, many).furtherHints).toBeUndefined();
  });
});
