import type { Heading } from "../../core/course/outline.ts";
import type { HastNode } from "./hast.ts";
import { textOf } from "./hast.ts";

/** rehype plugin: gives h2 and h3 an id made from their text, and adds them to `headings`. */
export function collectHeadings(headings: Heading[]) {
  return () =>
    (tree: HastNode): void => {
      const taken = new Map<string, number>();
      const visit = (node: HastNode): void => {
        if (node.tagName === "h2" || node.tagName === "h3") {
          const text = textOf(node).trim();
          const id = uniqueId(text, taken);
          node.properties = { ...node.properties, id };
          headings.push({ depth: Number(node.tagName.slice(1)), id, text });
        }
        for (const child of node.children ?? []) visit(child);
      };
      visit(tree);
    };
}

function uniqueId(text: string, taken: Map<string, number>): string {
  const base =
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "") || "section";
  const count = taken.get(base) ?? 0;
  taken.set(base, count + 1);
  return count === 0 ? base : `${base}-${count + 1}`;
}
