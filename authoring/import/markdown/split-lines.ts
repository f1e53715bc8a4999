import { lineOf } from "./conversion.ts";
import { htmlPieces } from "./html-pieces.ts";
import { type Node, textOf } from "./node.ts";

/** A part of a paragraph: words, a command alone on its line, HTML that opens or closes a block, a value to ask for. */
export type ParagraphPart =
  | { readonly kind: "words"; readonly nodes: readonly Node[] }
  | { readonly kind: "command"; readonly command: string; readonly action: string; readonly line: number }
  | { readonly kind: "html"; readonly value: string; readonly line: number }
  | { readonly kind: "variable"; readonly directive: number; readonly line: number };

const ALONE = /^\s*\{\{\s*(exec(?:ute)?\b[^}]*)\}\}\s*[.:;,]?\s*$/;
const BLOCK = /^(?:details|summary|pre|x-block)$/;

/** A paragraph's lines, with what a lesson has as blocks taken out of them. */
export function splitLines({ children = [] }: Node): ParagraphPart[] {
  const parts: ParagraphPart[] = [];
  let words: Node[] = [];
  const flush = () => {
    if (words.length > 0) parts.push({ kind: "words", nodes: trimmed(words) });
    words = [];
  };
  for (const line of linesOf(children)) {
    const block = line.some(
      (node) =>
        node.type === "html" &&
        htmlPieces(node.value ?? "").some((piece) => piece.kind !== "text" && BLOCK.test(piece.name)),
    );
    if (block) {
      for (const node of line) {
        const isBlock =
          node.type === "html" &&
          htmlPieces(node.value ?? "").some((piece) => piece.kind !== "text" && BLOCK.test(piece.name));
        if (!isBlock) words.push(node);
        else {
          flush();
          parts.push({ kind: "html", value: node.value ?? "", line: lineOf(node) });
        }
      }
      flush();
      continue;
    }
    const told = line.filter((node) => textOf(node).trim() !== "" || node.type === "image");
    const [first, second, third] = told;
    const action = ALONE.exec(second?.type === "text" ? (second.value ?? "") : "")?.[1];
    const asked =
      first?.type === "text" && second === undefined
        ? /^\s*\uE000(\d+)\uE001\s*$/.exec(first.value ?? "")?.[1]
        : undefined;
    if (first?.type === "inlineCode" && action !== undefined && third === undefined) {
      flush();
      parts.push({ kind: "command", command: first.value ?? "", action: action.trim(), line: lineOf(first) });
    } else if (asked !== undefined) {
      flush();
      parts.push({ kind: "variable", directive: Number(asked), line: lineOf(first ?? { type: "text" }) });
      words.push(...line);
      flush();
    } else words.push(...line);
  }
  flush();
  return parts;
}

/** The nodes of each line; a line break stays at the end of its line. */
function linesOf(children: readonly Node[]): Node[][] {
  const lines: Node[][] = [[]];
  for (const node of children) {
    if (node.type === "break") {
      lines.at(-1)?.push(node);
      lines.push([]);
      continue;
    }
    if (node.type !== "text" || !(node.value ?? "").includes("\n")) {
      lines.at(-1)?.push(node);
      continue;
    }
    const start = lineOf(node);
    (node.value ?? "").split("\n").forEach((value, index, all) => {
      const line = start + index;
      const position = { start: { line }, end: { line } };
      lines.at(-1)?.push({ type: "text", value: index < all.length - 1 ? `${value}\n` : value, position });
      if (index < all.length - 1) lines.push([]);
    });
  }
  return lines;
}

/** Without the line breaks at its beginning and end. */
function trimmed(nodes: readonly Node[]): Node[] {
  const isBreak = (node: Node | undefined) =>
    node?.type === "break" || (node?.type === "text" && (node.value ?? "").trim() === "");
  const from = nodes.findIndex((node) => !isBreak(node));
  if (from === -1) return [];
  let to = nodes.length;
  while (isBreak(nodes[to - 1])) to -= 1;
  const kept = nodes.slice(from, to).map((node) => ({ ...node }));
  const [first] = kept;
  const last = kept.at(-1);
  if (first?.type === "text") first.value = (first.value ?? "").replace(/^\s+/, "");
  if (last?.type === "text") last.value = (last.value ?? "").replace(/\s+$/, "");
  return kept;
}
