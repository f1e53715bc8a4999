import { describe, expect, it } from "vitest";
import { registryName } from "./registry-name.ts";

/** What the distribution protocol allows as one part of a repository's path. */
const PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

describe("registryName", () => {
  it("is the id where a repository may be named so", () => {
    expect(registryName("student")).toBe("student");
    expect(registryName("ada-2--x")).toBe("ada-2--x");
  });

  it("gives every id a name of its own that a repository may have", () => {
    const ids = ["a", "a-", "a--", "a-1", "a1", "a-2", "a---", `${"x".repeat(39)}-`, "0-"];
    const names = ids.map(registryName);
    expect(new Set(names).size).toBe(ids.length);
    for (const name of names) expect(name).toMatch(PART);
  });
});
