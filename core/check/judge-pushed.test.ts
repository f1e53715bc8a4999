import { describe, expect, it } from "vitest";
import { judgePushed, pushedCheck, type PushedTag } from "./judge-pushed.ts";

const checkOf = (...tags: object[]) =>
  pushedCheck.parse({
    id: "pushed",
    kind: "pushed",
    title: "Pushed",
    points: 20,
    repository: "digit-reader",
    tags,
  });
const tag = (letter: string, labels: Record<string, string> = {}): PushedTag => ({
  digest: `sha256:${letter.repeat(64)}`,
  labels,
});
const known = (tags: Record<string, PushedTag>) =>
  ({
    status: "known",
    address: "registry:5000/ada/digit-reader",
    tags: new Map(Object.entries(tags)),
  }) as const;

describe("judgePushed", () => {
  it.each<[string, object, Record<string, PushedTag>, string | null]>([
    ["a tag that is there", { tag: "1" }, { "1": tag("a") }, null],
    ["nothing pushed", { tag: "1" }, {}, "Nothing was pushed"],
    ["another tag", { tag: "1" }, { "2": tag("a") }, "it has: 2"],
    ["one image behind two", { tag: "1", sameAs: "1.1" }, { "1": tag("a"), "1.1": tag("a") }, null],
    ["two behind two", { tag: "1", sameAs: "1.1" }, { "1": tag("a"), "1.1": tag("b") }, "one digest"],
    ["a release of its own", { tag: "1.1", differsFrom: "1" }, { "1": tag("a"), "1.1": tag("b") }, null],
    ["the same again", { tag: "1.1", differsFrom: "1" }, { "1": tag("a"), "1.1": tag("a") }, "same digest"],
    // What is not there differs from everything, and is no release for that.
    [
      "the other not there",
      { tag: "1.1", differsFrom: "1" },
      { "1.1": tag("a") },
      "has no registry:5000/ada",
    ],
    ["a label", { tag: "1", labels: { v: "1.0", t: "*" } }, { "1": tag("a", { v: "1.0", t: "x" }) }, null],
    ["another label", { tag: "1", labels: { v: "1.0" } }, { "1": tag("a", { v: "1" }) }, 'says "1"'],
    ["an empty one", { tag: "1", labels: { t: "*" } }, { "1": tag("a", { t: " " }) }, "label t"],
    ["none, by the name of a method", { tag: "1", labels: { toString: "*" } }, { "1": tag("a") }, "no label"],
  ])("judges %s", (_name, asked, tags, hint) => {
    const result = judgePushed(checkOf(asked), known(tags));
    expect(result.status).toBe(hint === null ? "passed" : "failed");
    if (hint !== null) expect(result.hint).toContain(hint);
    // The registry's own word: no claim of the seat.
    expect(result).not.toHaveProperty("takenFrom");
    expect(result.file).toBeNull();
  });

  it("fails with the reason where the registry says nothing", () => {
    const result = judgePushed(checkOf({ tag: "1" }), { status: "unknown", reason: "There is none." });
    expect(result).toMatchObject({ status: "failed", hint: "There is none." });
  });
});
