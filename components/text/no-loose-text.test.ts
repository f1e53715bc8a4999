import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Attributes that somebody reads or hears. */
const told = new Set(["aria-label", "title", "placeholder", "alt", "label"]);
/** Names and units; what stands in kbd and option, keys and methods of HTTP, is the same everywhere too. */
const sameEverywhere = /localhost|hadolint|MB/g;
/** Not moved into the catalogue yet. A file leaves this list and never comes back. */
const waiting = new Set([
  // For authors, who read English mistakes in it.
  "components/lesson/live-lesson.tsx",
]);

/** Words between tags, and in attributes that are told, with their lines. */
function findLooseText(path: string, source: string): string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = ts.isJsxText(node)
      ? node.text
      : ts.isJsxAttribute(node) && told.has(node.name.getText()) && node.initializer !== undefined
        ? wordsIn(node.initializer)
        : ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)
          ? wordsIn(node)
          : "";
    if (/\p{L}{2}/u.test(text.replace(sameEverywhere, "")) && !/^(kbd|option)$/.test(tagOf(node)))
      found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${text.trim()}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function wordsIn(node: ts.Node): string {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head, ...node.templateSpans.map((span) => span.literal)].map((part) => part.text).join(" ");
  if (ts.isJsxExpression(node) && node.expression !== undefined) return wordsIn(node.expression);
  if (ts.isConditionalExpression(node)) return `${wordsIn(node.whenTrue)} ${wordsIn(node.whenFalse)}`;
  if (ts.isBinaryExpression(node)) return `${wordsIn(node.left)} ${wordsIn(node.right)}`;
  return "";
}

function tagOf(node: ts.Node): string {
  return ts.isJsxText(node) && ts.isJsxElement(node.parent)
    ? node.parent.openingElement.tagName.getText()
    : "";
}

it("what components and pages say comes from the catalogue", async () => {
  const paths = (
    await Promise.all(
      ["app", "components"].map(async (room) =>
        (await readdir(join(root, room), { recursive: true })).map((file) => join(room, file)),
      ),
    )
  )
    .flat()
    .filter((path) => path.endsWith(".tsx") && !path.endsWith(".test.tsx"));
  expect(paths.length).toBeGreaterThan(60);
  const loose = await Promise.all(
    paths
      .filter((path) => !waiting.has(path))
      .map(async (path) => findLooseText(path, await readFile(join(root, path), "utf8"))),
  );
  expect(loose.flat()).toEqual([]);
});
