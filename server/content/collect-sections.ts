import type { SectionText } from "../../core/search/section.ts";
import { type HastNode,textOf } from "./hast.ts";

/** A component of MDX in the tree of HTML: attributes are text, or expressions with their syntax tree. */
interface MdxElement extends HastNode {
  name?: string | null;
  attributes?: readonly { readonly name?: string; readonly value?: unknown }[];
}

/** Attributes that are for reading. An option's `why` is left out: whoever searches has not answered yet. */
const readAttributes = new Set(["caption", "question", "title", "items", "layers", "stages", "last", "orders", "rows", "services", "upper", "bridge", "lower"]);
/** Elements whose text is not one with what stands beside them. */
const inline = new Set(["a", "code", "em", "strong", "del", "span", "sup", "sub"]);

/**
 * rehype plugin: adds what a lesson says to `sections`, heading by heading, for the search. Comes after
 * collectHeadings, which gives the ids.
 */
export function collectSections(sections: SectionText[]) {
  return () =>
    (tree: HastNode): void => {
      const open: { anchor: string | null; heading: string | null; text: string[]; code: string[] }[] = [];
      const begin = (anchor: string | null, heading: string | null): void => {
        open.push({ anchor, heading, text: [], code: [] });
      };
      const visit = (node: MdxElement): void => {
        const now = open.at(-1);
        if (now === undefined) return;
        if (node.tagName === "h2" || node.tagName === "h3") {
          begin(String(node.properties?.["id"]), textOf(node).trim());
          return;
        }
        if (node.tagName === "pre") {
          now.code.push(textOf(node).trim());
          return;
        }
        if (node.type === "text") now.text.push(node.value ?? "");
        if (node.name === "Requirement") begin(`requirement-${readAttribute(node, "n")}`, readAttribute(node, "title"));
        else for (const attribute of node.attributes ?? []) now.text.push(` ${readable(attribute)} `);
        const isApart = node.type !== "text" && !inline.has(node.tagName ?? "");
        for (const child of node.children ?? []) visit(child);
        if (isApart) open.at(-1)?.text.push(" ");
      };
      begin(null, null);
      visit(tree);
      for (const { text, code, ...place } of open) {
        const said = text.join("").replace(/\s+/g, " ").trim();
        const written = code.join("\n");
        if (place.heading !== null || said !== "" || written !== "")
          sections.push({ ...place, text: said, code: written });
      }
    };
}

function readAttribute(node: MdxElement, name: string): string {
  const value = node.attributes?.find((attribute) => attribute.name === name)?.value;
  // {1} as well as "1".
  return typeof value === "string" ? value : ((value as { value?: string } | undefined)?.value ?? "");
}

function readable({ name, value }: { readonly name?: string; readonly value?: unknown }): string {
  if (name === undefined || !readAttributes.has(name)) return "";
  if (typeof value === "string") return value;
  return stringsIn((value as { data?: { estree?: unknown } } | undefined)?.data?.estree).join(" ");
}

/** Text in the values of an expression such as `[{ text: "FROM scratch", fate: "cached" }]`. */
function stringsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(stringsIn);
  if (typeof node !== "object" || node === null) return [];
  const { type, value } = node as { type?: unknown; value?: unknown };
  if (type === "Literal") return typeof value === "string" && !keywords.has(value) ? [value] : [];
  if (type === "TemplateElement") return [(value as { cooked?: string }).cooked ?? ""];
  if (type === "Property") return stringsIn(value);
  return Object.entries(node).flatMap(([key, child]) =>
    key === "loc" || key === "range" || key === "comments" ? [] : stringsIn(child),
  );
}

/** Values that choose a colour and are never read. */
const keywords = new Set(["base", "own", "waste", "cached", "changed", "again"]);
