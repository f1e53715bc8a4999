import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { configSchema } from "../../server/config.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folders = ["docs", "docs/architecture", "docs/authors", "docs/decisions", "docs/operators", "deploy"];
const documents = ["", ...folders]
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
  .filter((path) => path.endsWith(".md"));
const textOf = (path: string) => readFileSync(join(root, path), "utf8");
const scripts = Object.keys(
  (JSON.parse(textOf("package.json")) as { scripts: Record<string, string> }).scripts,
);

/** The anchors that a page's headings have on the usual hosts of Git repositories. */
function anchorsOf(path: string): Set<string> {
  const prose = textOf(path).replace(/```[\s\S]*?```/g, "");
  return new Set(
    [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[`*_]/g, "")
        .replace(/[^\p{L}\p{N} -]/gu, "")
        .trim()
        .replaceAll(" ", "-"),
    ),
  );
}

function brokenLinks(path: string): string[] {
  const prose = textOf(path)
    .replace(/```[\s\S]*?```/g, "")
    .replace(/`[^`]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : relative(root, join(root, dirname(path), file));
    if (!existsSync(join(root, target))) return [link];
    return anchor === undefined || anchorsOf(target).has(anchor) ? [] : [link];
  });
}

describe.each(documents)("%s", (path) => {
  it("leads to pages and headings that exist", () => {
    expect(brokenLinks(path)).toEqual([]);
  });

  it("names commands that exist", () => {
    const named = [...textOf(path).matchAll(/\bnpm run ([a-z][a-z:-]*[a-z])/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });
});

it("settings that the operators' pages name exist", () => {
  const names = new Set(Object.keys(configSchema.shape));
  const ours =
    /^(?:SEAT|RESERVE|MEMORY|BUILD|CHECK|START|LOG|LOGS|DISK|CONTEXT|FILE|REGISTRY|MIRROR|RUNS|REFRESH|SIGN)_[A-Z_]+$/;
  const named = documents
    .filter((path) => path.startsWith("docs/") && !path.startsWith("docs/decisions"))
    .flatMap((path) =>
      [...textOf(path).matchAll(/`([A-Z][A-Z_]+)(?:=[^`]*)?`/g)].map(([, name = ""]) => name),
    );
  expect([...new Set(named)].filter((name) => ours.test(name) && !names.has(name))).toEqual([]);
});
