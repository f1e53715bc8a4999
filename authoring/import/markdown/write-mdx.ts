import remarkGfm from "remark-gfm";
import remarkMdx from "remark-mdx";
import remarkStringify from "remark-stringify";
import { unified } from "unified";
import type { Node } from "./node.ts";

const processor = unified()
  .use(remarkGfm)
  .use(remarkMdx)
  .use(remarkStringify, {
    bullet: "-",
    emphasis: "_",
    rule: "-",
    fences: true,
    listItemIndent: "one",
    resourceLink: true,
    // At the beginning of a line these two words would be JavaScript.
    unsafe: [
      { atBreak: true, character: "i", after: "mport" },
      { atBreak: true, character: "e", after: "xport" },
    ],
  })
  .freeze();

/** A tree as MDX. Braces and angle brackets in its words mean themselves: no text of a source is an expression. */
export function writeMdx(children: readonly Node[]): string {
  const tree = { type: "root", children: [...children] };
  return processor.stringify(tree as Parameters<typeof processor.stringify>[0]);
}
