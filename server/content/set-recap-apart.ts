import type { HastNode } from "./hast.ts";

/** Ids that collectHeadings makes of "Recap" and its translations. */
const recapIds = new Set(["recap", "zusammenfassung"]);

/**
 * rehype plugin: puts what is headed "Recap", heading included, into a `<section data-recap>`, up to the next heading of
 * its depth: what to keep of a lesson, set apart on the page. Comes after collectHeadings.
 */
export function setRecapApart() {
  return (tree: HastNode): void => {
    const children = tree.children ?? [];
    const start = children.findIndex(
      (node) => node.tagName === "h2" && recapIds.has(String(node.properties?.["id"])),
    );
    if (start < 0) return;
    const length = children.slice(start + 1).findIndex((node) => node.tagName === "h2");
    const end = length < 0 ? children.length : start + 1 + length;
    const recap = {
      type: "element",
      tagName: "section",
      properties: { dataRecap: "", ariaLabelledBy: String(children[start]?.properties?.["id"]) },
      children: children.slice(start, end),
    };
    tree.children = [...children.slice(0, start), recap, ...children.slice(end)];
  };
}
