import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { configSchema } from "./config.ts";

const page = fileURLToPath(new URL("../docs/operators/settings.md", import.meta.url));
const between = /<!-- settings -->\n([\s\S]*?)<!-- \/settings -->/;

/** Defaults as a person would type them, which the parsed values no longer show. */
function typedDefault(name: keyof typeof configSchema.shape): string {
  const definition = JSON.stringify(configSchema.shape[name], (key: string, value: unknown) =>
    key === "parent" ? undefined : value,
  );
  const match = /"defaultValue":"([^"]*)"/.exec(definition);
  return match?.[1] ?? "";
}

function settingsTable(): string {
  const names = Object.keys(configSchema.shape) as (keyof typeof configSchema.shape)[];
  const rows = names.map((name) => {
    const value = typedDefault(name);
    return `| \`${name}\` | ${value === "" ? "" : `\`${value}\``} | ${configSchema.shape[name].description ?? ""} |`;
  });
  return ["| setting | default | what it is |", "| --- | --- | --- |", ...rows, ""].join("\n");
}

it("docs/operators/settings.md shows every setting as it is (WRITE_SETTINGS=1 writes it)", () => {
  const text = readFileSync(page, "utf8");
  const table = settingsTable();
  // eslint-disable-next-line no-restricted-properties -- a switch of this test, not a setting of the site
  if (process.env["WRITE_SETTINGS"] === "1")
    writeFileSync(page, text.replace(between, `<!-- settings -->\n${table}<!-- /settings -->`));
  expect(between.exec(readFileSync(page, "utf8"))?.[1]).toBe(table);
});
