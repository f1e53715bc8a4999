import { describe, expect, it } from "vitest";
import { carryLines } from "./carry-lines.ts";

const built = "FROM a\nRUN b\nCOPY c .\nCMD d";

describe("carrying lines over an edit", () => {
  it("keeps everything while nothing changed", () => {
    expect(carryLines(built, built)(3)).toBe(3);
  });

  it("moves what stands below an inserted line", () => {
    const carry = carryLines(built, "FROM a\nUSER x\nRUN b\nCOPY c .\nCMD d");
    expect([1, 2, 3, 4].map(carry)).toEqual([1, 3, 4, 5]);
  });

  it("drops a changed line only", () => {
    const carry = carryLines(built, "FROM a\nRUN other\nCOPY c .\nCMD d");
    expect([1, 2, 3, 4].map(carry)).toEqual([1, null, 3, 4]);
  });

  it("drops a deleted line and moves the rest up", () => {
    const carry = carryLines(built, "FROM a\nCOPY c .\nCMD d");
    expect([1, 2, 3, 4].map(carry)).toEqual([1, null, 2, 3]);
  });

  it("never maps two lines to one when lines repeat", () => {
    const carry = carryLines("RUN x\nRUN x\nRUN x", "RUN x\nRUN x");
    const places = [1, 2, 3].map(carry).filter((line) => line !== null);
    expect(new Set(places).size).toBe(places.length);
  });
});
