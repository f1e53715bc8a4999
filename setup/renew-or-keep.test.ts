import { describe, expect, it } from "vitest";
import { type Age, ageOf, renewOrKeep } from "./renew-or-keep.ts";

const DAY = 86_400_000;
const MADE = Date.UTC(2026, 0, 1);
const canRenew = () => Promise.resolve(null);

async function after(days: number, options: Partial<{ age: Age; outdated: boolean; fails: Error }> = {}) {
  const lines: string[] = [];
  let made = 0;
  const value = await renewOrKeep({
    what: "seat image",
    found: { value: "old", madeAt: MADE, outdated: options.outdated ?? false },
    age: options.age ?? ageOf(14, MADE + days * DAY, canRenew),
    make: () => {
      made += 1;
      return options.fails === undefined ? Promise.resolve("new") : Promise.reject(options.fails);
    },
    report: (line) => lines.push(line),
  });
  return { value, made, lines };
}

describe("renewOrKeep", () => {
  it("keeps what is young, and says nothing", async () => {
    expect(await after(13.9)).toEqual({ value: "old", made: 0, lines: [] });
  });

  it("makes what is old anew", async () => {
    expect(await after(14.1)).toEqual({
      value: "new",
      made: 1,
      lines: ["seat image: 14 days old; making it anew"],
    });
  });

  it("makes anew what is younger than its parts", async () => {
    expect(await after(1, { outdated: true })).toMatchObject({ value: "new", made: 1 });
  });

  it("keeps the old one when the mirror is away, without trying, and says so", async () => {
    const age = ageOf(14, MADE + 20 * DAY, () => Promise.resolve("the mirror does not answer"));
    const { value, made, lines } = await after(0, { age });
    expect([value, made]).toEqual(["old", 0]);
    expect(lines).toEqual([
      "seat image: 20 days old, and it cannot be made anew now (the mirror does not answer); it stays until the next start or night",
    ]);
  });

  it("keeps the old one when making fails, with the first line of why", async () => {
    const { value, lines } = await after(30, { fails: new Error("apt says no\nat line 3") });
    expect(value).toBe("old");
    expect(lines.at(-1)).toContain("(apt says no)");
  });

  it("never finds anything old with 0 days, and asks nobody", async () => {
    const age = ageOf(0, MADE + 4000 * DAY, () => Promise.reject(new Error("asked")));
    expect(await after(0, { age })).toEqual({ value: "old", made: 0, lines: [] });
  });

  it("fails when there is none to keep", async () => {
    const make = () => Promise.reject(new Error("no mirror"));
    const age = ageOf(14, MADE, canRenew);
    await expect(
      renewOrKeep({ what: "kit", found: null, age, make, report: () => undefined }),
    ).rejects.toThrow("no mirror");
  });

  it("asks once for all whether things can be made anew", async () => {
    let asked = 0;
    const age = ageOf(14, MADE + 20 * DAY, () => {
      asked += 1;
      return Promise.resolve("away");
    });
    await after(0, { age });
    await after(0, { age });
    expect(asked).toBe(1);
  });
});
