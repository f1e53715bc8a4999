import { describe, expect, it } from "vitest";
import { type FileSides, GONE_MS, planFile } from "./plan-file.ts";

const saved = (hash: string, version: number) => ({ hash, version, editable: true, isStarter: false });
const seat = (hash: string | null, mark = "m1") => ({ hash, mark });
const sides = (some: Partial<FileSides>): FileSides => ({
  saved: null,
  seat: null,
  common: null,
  own: { made: null, last: null },
  asked: null,
  missingSince: null,
  writable: true,
  isEmpty: false,
  now: 10_000,
  ...some,
});

describe("a plan for one file", () => {
  it("agrees on what both have, and forgets what neither has", () => {
    expect(planFile(sides({ saved: saved("a", 3), seat: seat("a") }))).toEqual({
      do: "agree",
      common: { hash: "a", version: 3 },
    });
    expect(planFile(sides({ common: { hash: "a", version: 3 } }))).toEqual({ do: "forget" });
  });

  it("asks when both were changed, and follows the student who has saved again since", () => {
    const both = { saved: saved("mine", 3), seat: seat("theirs"), common: { hash: "a", version: 2 } };
    expect(planFile(sides(both))).toEqual({ do: "ask", hash: "theirs" });
    const asked = { hash: "theirs", version: 3 };
    expect(planFile(sides({ ...both, asked }))).toEqual({ do: "ask", hash: "theirs" });
    const answered = { ...both, asked, saved: saved("mine", 4) };
    expect(planFile(sides(answered))).toEqual({ do: "put", instead: "theirs" });
  });

  it("deletes what is missing long enough, unless everything is missing", () => {
    const missing = { saved: saved("a", 2), common: { hash: "a", version: 2 } };
    expect(planFile(sides(missing))).toEqual({ do: "wait", since: 10_000 });
    const long = { ...missing, missingSince: 10_000 - GONE_MS };
    expect(planFile(sides(long))).toEqual({ do: "delete", baseVersion: 2 });
    expect(planFile(sides({ ...long, isEmpty: true }))).toEqual({ do: "put", instead: null });
  });
});

describe("a listing that does not show our last order yet", () => {
  // "b" was put in place of "a"; the listing still has the file of before.
  const put = { own: { made: null, last: { hash: "b", version: 2, mark: "m1" } }, seat: seat("a") };

  it("is no ground to agree on: the editor is back at the text of before", () => {
    const back = { ...put, saved: saved("a", 3), common: { hash: "a", version: 1 } };
    expect(planFile(sides(back))).toEqual({ do: "put", instead: "b" });
  });

  it("has the order given again while it is the last word", () => {
    expect(planFile(sides({ ...put, saved: saved("b", 2) }))).toEqual({ do: "put", instead: "a" });
  });

  it("ends with the file's next change", () => {
    const changed = {
      ...put,
      seat: seat("c", "m2"),
      saved: saved("b", 2),
      common: { hash: "b", version: 2 },
    };
    expect(planFile(sides(changed))).toEqual({ do: "save", hash: "c", baseVersion: 2 });
  });
});

it("what we removed ourselves nobody has deleted", () => {
  const removal = { hash: null, version: 0, mark: "m1" };
  const again = { saved: saved("b", 4), common: { hash: "b", version: 4 }, missingSince: 0 };
  expect(planFile(sides(again))).toEqual({ do: "delete", baseVersion: 4 });
  const own = { made: removal, last: removal };
  expect(planFile(sides({ ...again, own }))).toEqual({ do: "put", instead: null });
});
