import { labOfHref } from "../../core/lab/lab-of-href.ts";
import type { HastNode } from "./hast.ts";

/**
 * rehype plugin, after `highlightCode`: a block that types into a lab's terminal or editor gets `data-lab`, the folder
 * name of the lab that the prose last linked to (`?lab=...`) in the same section, where its fence names none. A lesson
 * with one lab links to none, and its blocks get nothing.
 */
export function ownBlocks() {
  return (tree: HastNode): void => {
    let lab: string | null = null;
    const visit = (node: HastNode): void => {
      for (const child of node.children ?? []) {
        const { tagName, properties = {} } = child;
        if (tagName === "h2") lab = null;
        if (tagName === "a" && typeof properties["href"] === "string") lab = labOfHref(properties["href"]) ?? lab;
        const isUsed = properties["data-run"] !== undefined || properties["data-file"] !== undefined;
        if (tagName === "pre" && isUsed && lab !== null) child.properties = { "data-lab": lab, ...properties };
        visit(child);
      }
    };
    visit(tree);
  };
}
