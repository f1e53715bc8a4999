import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import type { Node } from "./node.ts";

const processor = unified().use(remarkParse).use(remarkGfm).freeze();

/** The tree of a text in Markdown, tables and task lists of GitHub included. Never throws. */
export function parseMarkdown(markdown: string): Node {
  return processor.parse(markdown) as Node;
}
