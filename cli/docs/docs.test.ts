import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type KindName, kindOf, labCheck } from "../../core/check/lab-check.ts";
import { allDocuments } from "./all-documents.ts";
import { describeChecks } from "./describe-checks.ts";
import { optionsOf, toDocSchema } from "./json-schema.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const kinds = optionsOf(toDocSchema(labCheck)).map((one) => ({
  schema: one,
  name: String(one.properties?.["kind"]?.const),
}));

it.each([...allDocuments()])("%s is what `npm run docs` writes", async (path, text) => {
  expect(await readFile(join(root, path), "utf8")).toBe(text);
});

describe("the documentation of checks", () => {
  const text = describeChecks();

  it("has every kind with every field", () => {
    expect(kinds.length).toBeGreaterThan(5);
    for (const { schema, name } of kinds) {
      const section = text.split(`\n## ${name}\n`)[1]?.split("\n## ")[0] ?? "";
      for (const field of Object.keys(schema.properties ?? {})) {
        if (["id", "kind", "title", "points", "hints"].includes(field)) continue;
        expect(section, name).toContain(`| \`${field}\` |`);
      }
    }
  });

  it.each(kinds.map(({ name }) => name))("the example of %s is one that a lab can have", (name) => {
    const [example] = parse(kindOf(name as KindName).example) as unknown[];
    expect(labCheck.safeParse(example)).toMatchObject({ success: true, data: { kind: name } });
  });
});
