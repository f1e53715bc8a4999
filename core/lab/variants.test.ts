import { describe, expect, it } from "vitest";
import { drawVariant, fillText, fillValue, neighbourOf, tellTask, variantsSchema } from "./variants.ts";

const variants = variantsSchema.parse({
  uid: { title: "User id", from: 2000, to: 2999 },
  prefix: { title: "Prefix", values: ["rioja", "barolo", "soave"] },
  secret: { values: ["left", "right"] },
});
const seeds = Array.from({ length: 3000 }, (_, index) => `seed-${index}`);

describe("a variant", () => {
  it("is the same for the same seed, and another for most others", () => {
    expect(drawVariant(variants, "ada")).toEqual(drawVariant(variants, "ada"));
    const drawn = new Set(seeds.map((seed) => JSON.stringify(drawVariant(variants, seed))));
    expect(drawn.size).toBeGreaterThan(2000);
  });

  it("draws each value about as often as the others, and none outside", () => {
    const count = new Map<unknown, number>();
    for (const seed of seeds) {
      const { uid, prefix } = drawVariant(variants, seed);
      expect(uid).toBeGreaterThanOrEqual(2000);
      expect(uid).toBeLessThanOrEqual(2999);
      count.set(prefix, (count.get(prefix) ?? 0) + 1);
    }
    expect([...count.keys()].toSorted()).toEqual(["barolo", "rioja", "soave"]);
    for (const times of count.values()) expect(Math.abs(times - 1000)).toBeLessThan(120);
  });

  it("keeps its values when another parameter comes, or their order changes", () => {
    const more = { extra: { from: 1, to: 9 }, prefix: variants["prefix"], uid: variants["uid"] };
    const { uid, prefix } = drawVariant(variants, "ada");
    expect(drawVariant(variantsSchema.parse(more), "ada")).toMatchObject({ uid, prefix });
  });

  it("has a neighbour that differs in one value", () => {
    for (const seed of seeds.slice(0, 50)) {
      const own = drawVariant(variants, seed);
      for (const name of ["uid", "prefix", "secret"]) {
        const other = neighbourOf(variants, own, name);
        expect(other[name]).not.toBe(own[name]);
        expect({ ...other, [name]: own[name] }).toEqual(own);
        expect(
          variants[name] !== undefined && "to" in variants[name] ? Number(other[name]) : 2500,
        ).toBeLessThan(3000);
      }
    }
  });

  it("tells what has a title, and nothing else", () => {
    expect(tellTask(variants, { uid: 2001, prefix: "soave", secret: "left" })).toEqual([
      { name: "uid", title: "User id", value: "2001" },
      { name: "prefix", title: "Prefix", value: "soave" },
    ]);
  });
});

describe("placeholders", () => {
  const variant = { uid: 2001, prefix: "soave" };

  it("are filled in; what the lab does not know is named by its line", () => {
    expect(fillText("USER {{uid}}\n# {{prefix}}_{{prefix}}\n", variant)).toEqual({
      text: "USER 2001\n# soave_soave\n",
      unknown: [],
    });
    expect(fillText("a\n{{port}} {{uid}}\n{{Uid}}", variant)).toEqual({
      text: "a\n{{port}} 2001\n{{Uid}}",
      unknown: [
        { name: "port", line: 2 },
        { name: "Uid", line: 3 },
      ],
    });
    expect(fillText("{{toString}} {{constructor}}", variant).unknown).toHaveLength(2);
  });

  it("leave Go's templates and GitHub's expressions alone", () => {
    const text =
      "docker inspect -f '{{.State.Status}}{{range .Mounts}}{{.Name}}{{else}}-{{end}}' ${{ secrets.X }}";
    expect(fillText(text, variant)).toEqual({ text, unknown: [] });
  });

  it("that are a whole value become the value, numbers included, at any depth", () => {
    const lab = {
      port: "{{uid}}",
      checks: [{ uid: "{{uid}}", title: "Uid {{uid}}", points: 3, env: { "{{prefix}}": true } }],
    };
    expect(fillValue(lab, variant)).toEqual({
      port: 2001,
      checks: [{ uid: 2001, title: "Uid 2001", points: 3, env: { soave: true } }],
    });
  });
});

describe("the declaration", () => {
  it.each<[string, unknown]>([
    ["one value", { x: { values: ["a"] } }],
    ["a value twice", { x: { values: ["1", 1] } }],
    ["an empty range", { x: { from: 3, to: 3 } }],
    ["both kinds", { x: { from: 3, to: 5, values: [1, 2] } }],
    ["a typo", { x: { values: ["a", "b"], titel: "X" } }],
    ["a name with a hyphen", { "user-id": { from: 1, to: 2 } }],
    ["a word of Go's templates", { end: { from: 1, to: 2 } }],
  ])("refuses %s", (_what, given) => {
    expect(variantsSchema.safeParse(given).success).toBe(false);
  });
});
