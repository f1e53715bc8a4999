import type { Fence } from "../convert-fence.ts";
import { type Conversion, type FoundCommand, lineOf, tell } from "./conversion.ts";
import { convertCode, fenceOfCode, fenceOfPre, fenceOfQuestion } from "./convert-code.ts";
import { convertInline, convertPicture, footnoteId, withDirectives } from "./convert-inline.ts";
import { htmlPieces } from "./html-pieces.ts";
import { element, type Node, paragraph, text, textOf } from "./node.ts";
import { openAlert } from "./open-alert.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import { splitLines } from "./split-lines.ts";

/** Blocks that HTML opens and MDX has as components. Anything open at the end of its container is closed there. */
const BLOCKS = new Set(["details", "summary", "x-block"]);

const DEEPEST = 12;

/** The blocks of one container (the text, a quote, an item of a list) for MDX, in their order. */
export function convertBlocks(nodes: readonly Node[], conversion: Conversion, level = 0): Node[] {
  const builder = new BlockBuilder(conversion, level);
  for (const node of nodes) builder.add(node);
  return builder.end();
}

class BlockBuilder {
  readonly #conversion: Conversion;
  readonly #level: number;
  readonly #root: Node[] = [];
  readonly #open: { name: string; node: Node }[] = [];

  constructor(conversion: Conversion, level: number) {
    this.#conversion = conversion;
    this.#level = level;
  }

  end(): Node[] {
    while (this.#open.length > 0) this.#close();
    return this.#root;
  }

  add(node: Node): void {
    const conversion = this.#conversion;
    const line = lineOf(node);
    switch (node.type) {
      case "html":
        this.#html(node.value ?? "", line);
        return;
      case "paragraph":
        this.#paragraph(node);
        return;
      case "heading":
        this.#heading(node);
        return;
      case "code":
        this.#emit(fenceOfCode(node, conversion));
        return;
      case "blockquote": {
        const alert = openAlert(node);
        const children = convertBlocks(alert?.children ?? node.children ?? [], conversion, this.#level + 1);
        if (alert === null) this.#push({ type: "blockquote", children });
        else {
          const attributes = { kind: alert.kind, title: alert.title };
          this.#push(element("Note", children, { attributes }));
        }
        return;
      }
      case "list":
      case "listItem":
        this.#push({
          ...node,
          children: (node.children ?? []).flatMap((item) =>
            item.type === "listItem"
              ? [{ ...item, children: convertBlocks(item.children ?? [], conversion, this.#level + 1) }]
              : convertBlocks([item], conversion, this.#level + 1),
          ),
        });
        return;
      case "table":
        this.#withCommands((found) => ({
          ...node,
          children: (node.children ?? []).map((row) => ({
            ...row,
            children: (row.children ?? []).map((cell) => ({
              ...cell,
              children: convertInline(cell.children ?? [], conversion, found),
            })),
          })),
        }));
        return;
      case "definition":
        return;
      case "footnoteDefinition": {
        const identifier = footnoteId(node, conversion);
        const children = convertBlocks(node.children ?? [], conversion, this.#level + 1);
        this.#push({ ...node, identifier, label: identifier, children });
        return;
      }
      case "thematicBreak":
        this.#push({ type: "thematicBreak" });
        return;
      default:
        this.#push(
          node.children === undefined
            ? node
            : { ...node, children: convertBlocks(node.children, conversion, this.#level + 1) },
        );
    }
  }

  #push(...nodes: Node[]): void {
    (this.#open.at(-1)?.node.children ?? this.#root).push(...nodes);
  }

  #close(): void {
    const last = this.#open.pop();
    if (last === undefined) return;
    // A summary has words and no blocks in it.
    if (last.name === "summary")
      last.node.children = (last.node.children ?? []).flatMap((one) => one.children ?? [one]);
    const isEmpty = (last.node.children ?? []).length === 0;
    if (!isEmpty || last.name === "details") this.#push(last.node);
  }

  #html(html: string, line: number): void {
    let words = "";
    let wordsLine = line;
    const flush = () => {
      const given = words;
      words = "";
      if (given.trim() !== "") this.#again(given, wordsLine);
    };
    for (const piece of htmlPieces(html)) {
      const at = line + piece.line;
      if (piece.kind === "text") {
        if (words === "") wordsLine = at;
        words += piece.value;
      } else if (BLOCKS.has(piece.name)) {
        flush();
        if (piece.kind === "open") this.#begin(piece.name, piece.attributes, at);
        else if (this.#open.some(({ name }) => name === piece.name)) {
          while (this.#open.at(-1)?.name !== piece.name) this.#close();
          this.#close();
        }
      } else if (piece.kind === "open" && piece.raw !== null) {
        flush();
        this.#emit(fenceOfPre(piece.attributes, piece.raw, at, this.#conversion));
      } else if (piece.kind === "open" && piece.name === "img") {
        const { src = "", alt = "" } = piece.attributes;
        flush();
        const shown = convertPicture(src, alt, this.#conversion, at);
        if (shown.length > 0) this.#push(paragraph(shown));
      } else if (/^(?:p|div|br|hr|li|ul|ol|tr|table|h[1-6]|center|section)$/.test(piece.name)) {
        // What stands apart in HTML stands apart here.
        words += "\n\n";
      } else if (
        piece.kind === "open" &&
        !/^(?:b|i|em|strong|u|span|font|small|big|a|code|kbd|sub|sup|mark|td|th|tbody|thead)$/.test(
          piece.name,
        )
      ) {
        const source = piece.attributes["src"];
        tell(
          this.#conversion,
          at,
          `<${piece.name}>${source === undefined ? "" : ` of ${source}`}: its text is left`,
        );
      } else if (piece.kind === "open" && piece.name === "a") {
        words += ` ${piece.attributes["href"] ?? ""} `;
      }
    }
    flush();
  }

  #begin(name: string, attributes: Readonly<Record<string, string>>, line: number): void {
    // Deeper than anybody folds: what is in it stands in the one around.
    if (this.#open.length >= DEEPEST) return;
    if (name === "x-block") {
      const directive = this.#conversion.source.directives[Number(attributes["n"])];
      this.#open.push({ name, node: this.#condition(directive?.name ?? "", directive?.options ?? {}, line) });
      return;
    }
    // A summary belongs to details, and details in details without an end are the next ones.
    if (name === "summary" && this.#open.at(-1)?.name !== "details") {
      this.#open.push({ name, node: paragraph([]) });
      return;
    }
    this.#open.push({ name, node: element(name, []) });
  }

  /** Text that the source shows to some readers: said so, since a lesson shows it to all. */
  #condition(name: string, options: Readonly<Record<string, string>>, line: number): Node {
    const { variable = "", requiredValue } = options;
    const is = requiredValue === undefined ? "is set" : `is ${requiredValue}`;
    const what = variable === "" ? name : `${variable} ${is}`;
    tell(this.#conversion, line, `:::${name} (${what}): every reader sees its text, marked as such`);
    return element("Note", [], { attributes: { kind: "info", title: `If ${what}`.replaceAll('"', "'") } });
  }

  /** Markdown that stands within HTML. */
  #again(markdown: string, line: number): void {
    const shifted = (node: Node): void => {
      if (node.position !== undefined) node.position.start.line += line - 1;
      for (const child of node.children ?? []) shifted(child);
    };
    const indent = /^\n*([ \t]*)/.exec(markdown)?.[1] ?? "";
    const tree = parseMarkdown(
      markdown
        .split("\n")
        .map((one) => (one.startsWith(indent) ? one.slice(indent.length) : one))
        .join("\n"),
    );
    for (const node of tree.children ?? []) {
      shifted(node);
      // Its tags are gone: what is still HTML here are signs that mean themselves.
      if (node.type === "html") this.#push(paragraph([text(node.value ?? "")]));
      else this.add(node);
    }
  }

  #paragraph(node: Node): void {
    const conversion = this.#conversion;
    for (const part of splitLines(node)) {
      if (part.kind === "html") this.#html(part.value, part.line);
      else if (part.kind === "variable") {
        const directive = conversion.source.directives[part.directive];
        if (directive?.name !== "variableDefinition") continue;
        this.#emit(fenceOfQuestion(directive.words, directive.options["prompt"], part.line, conversion));
      } else if (part.kind === "command") {
        this.#emit({
          info: "bash",
          code: withDirectives(part.command, conversion).split("\n"),
          after: `{{${part.action}}}`,
          line: part.line,
        });
      } else {
        this.#withCommands((found) => {
          const children = convertInline(part.nodes, conversion, found);
          return children.every((one) => textOf(one).trim() === "" && one.type !== "image")
            ? null
            : paragraph(children);
        });
      }
    }
  }

  #heading(node: Node): void {
    const { section } = this.#conversion;
    const marks = node.depth ?? 2;
    // The title of the section is its first heading, and often its file begins with it as well.
    if (marks === 1 && plain(textOf(node)) === plain(section.title)) return;
    // Within a quote or an item a heading is a line in bold: the outline goes by sections.
    this.#withCommands((found) => {
      const children = convertInline(node.children ?? [], this.#conversion, found);
      if (children.every((one) => textOf(one).trim() === "")) return null;
      if (this.#level > 0 || this.#open.length > 0) return paragraph([{ type: "strong", children }]);
      this.#conversion.depth = Math.min(Math.max(marks, 2) + 1, this.#conversion.depth + 1, 6);
      return { type: "heading", depth: this.#conversion.depth, children };
    });
  }

  #emit(fence: Fence | null): void {
    if (fence !== null) this.#push(convertCode(fence, this.#conversion));
  }

  /** A block, and behind it a block with a button for each command within it. */
  #withCommands(make: (found: (command: FoundCommand) => void) => Node | null): void {
    const commands: FoundCommand[] = [];
    const made = make((command) => commands.push(command));
    if (made !== null) this.#push(made);
    for (const { command, action, line } of commands) {
      this.#emit({ info: "bash", code: command.split("\n"), after: `{{${action}}}`, line });
    }
  }
}

const plain = (words: string): string => words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
