/** What the importer touches of a tree of Markdown (mdast), before and after it becomes MDX. */
export interface Node {
  type: string;
  children?: Node[];
  value?: string;
  lang?: string | null;
  meta?: string | null;
  url?: string;
  title?: string | null;
  alt?: string | null;
  depth?: number;
  identifier?: string;
  label?: string | null;
  /** Of a component of MDX. */
  name?: string | null;
  attributes?: { type: "mdxJsxAttribute"; name: string; value: string | null }[];
  position?: { start: { line: number }; end: { line: number } };
}

/** A component of MDX as a block, or within a line. */
export function element(
  name: string,
  children: Node[],
  options: { readonly inline?: boolean; readonly attributes?: Readonly<Record<string, string>> } = {},
): Node {
  return {
    type: options.inline === true ? "mdxJsxTextElement" : "mdxJsxFlowElement",
    name,
    attributes: Object.entries(options.attributes ?? {}).map(([key, value]) => ({
      type: "mdxJsxAttribute",
      name: key,
      value,
    })),
    children,
  };
}

export const text = (value: string): Node => ({ type: "text", value });
export const inlineCode = (value: string): Node => ({ type: "inlineCode", value });
export const paragraph = (children: Node[]): Node => ({ type: "paragraph", children });

/** The text of a node and of all below it. */
export function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}
