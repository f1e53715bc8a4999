import { describe, expect, it } from "vitest";
import { chooseLab, writeLabCookie } from "./lab-cookie.ts";

describe("the lab of a lesson", () => {
  const labs = ["c/l/first", "c/l/second"];

  it("is the one in the address, then the one of the last visit, then the first", () => {
    expect(chooseLab(labs, "second", "first")).toBe("c/l/second");
    expect(chooseLab(labs, null, "second")).toBe("c/l/second");
    expect(chooseLab(labs, undefined, undefined)).toBe("c/l/first");
    expect(chooseLab(labs, "gone", "c/l/second")).toBe("c/l/first");
    expect(chooseLab([], "second", "first")).toBeNull();
  });

  it("is remembered for its lesson alone", () => {
    expect(writeLabCookie("c/l/second")).toMatch(/^drydock-lab=second; path=\/c\/l; /);
  });
});
