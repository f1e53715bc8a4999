import type { ConvertedFence, Fence } from "./convert-fence.ts";
import type { Conversion, PathOfPicture } from "./markdown/conversion.ts";
import { tell } from "./markdown/conversion.ts";
import { convertBlocks } from "./markdown/convert-blocks.ts";
import { convertInline } from "./markdown/convert-inline.ts";
import type { Node } from "./markdown/node.ts";
import { text } from "./markdown/node.ts";
import { parseMarkdown } from "./markdown/parse-markdown.ts";
import { MOST_CHARACTERS, prepareSource } from "./markdown/prepare-source.ts";
import { writeMdx } from "./markdown/write-mdx.ts";
import type { Remark, Section } from "./scenario.ts";

export interface ConvertedSection {
  /** MDX, with its heading of the second level. */
  readonly mdx: string;
  readonly fences: readonly ConvertedFence[];
  readonly remarks: readonly Remark[];
}

/** A section of the source as a section of a lesson. */
export function convertSection(
  section: Section,
  convertFence: (fence: Fence) => ConvertedFence,
  options: {
    /** Without a lab there are no buttons. */
    readonly hasLab: boolean;
    readonly pathOf?: PathOfPicture;
    /** Names of values that a section of the source asks its reader for. */
    readonly variables?: ReadonlySet<string>;
  },
): ConvertedSection {
  try {
    return convert(section, convertFence, options);
  } catch (error) {
    // Nested in a way that nobody writes: better its text as it stands than no lesson.
    if (!(error instanceof RangeError)) throw error;
    const what = "this text is nested too deeply to be read: it stands in the lesson as it is";
    const plain = [
      { type: "heading", depth: 2, children: [text(section.title)] },
      { type: "code", lang: "text", meta: null, value: section.markdown.slice(0, MOST_CHARACTERS) },
    ];
    return { mdx: writeMdx(plain), fences: [], remarks: [{ where: section.file, what }] };
  }
}

function convert(
  section: Section,
  convertFence: (fence: Fence) => ConvertedFence,
  options: Parameters<typeof convertSection>[2],
): ConvertedSection {
  const source = prepareSource(section.markdown);
  const tree = parseMarkdown(source.text);
  const conversion: Conversion = {
    section,
    source,
    convertFence,
    hasLab: options.hasLab,
    pathOf: options.pathOf ?? (() => null),
    variables: options.variables ?? new Set(),
    definitions: definitionsOf(tree),
    remarks: [],
    fences: [],
    depth: 2,
  };
  if (section.markdown.length > MOST_CHARACTERS) {
    tell(
      conversion,
      Number.MAX_SAFE_INTEGER,
      `the rest of ${section.markdown.length} characters: a lesson is shorter`,
    );
  }
  const title = { type: "heading", depth: 2, children: titleOf(section, conversion) };
  const blocks = convertBlocks(tree.children ?? [], conversion);
  return { mdx: writeMdx([title, ...blocks]), fences: conversion.fences, remarks: conversion.remarks };
}

/** Names that `::variableDefinition[name]` declares in any section. */
export function variablesOf(sections: readonly Section[]): ReadonlySet<string> {
  const names = sections.flatMap(({ markdown }) =>
    [...markdown.matchAll(/::variableDefinition\[([a-zA-Z_]\w{0,59})\]/g)].map(([, name = ""]) => name),
  );
  return new Set(names);
}

function titleOf(section: Section, conversion: Conversion): Node[] {
  const [first] = parseMarkdown(section.title.replace(/\s+/g, " ")).children ?? [];
  const words =
    first?.type === "paragraph" ? convertInline(first.children ?? [], conversion, () => undefined) : [];
  return words.length === 0 ? [text(section.title.trim() === "" ? "Untitled" : section.title)] : words;
}

function definitionsOf(tree: Node): Map<string, { url: string; title: string | null }> {
  const definitions = new Map<string, { url: string; title: string | null }>();
  const visit = (node: Node): void => {
    if (node.type === "definition" && !definitions.has(node.identifier ?? "")) {
      definitions.set(node.identifier ?? "", { url: node.url ?? "", title: node.title ?? null });
    }
    for (const child of node.children ?? []) visit(child);
  };
  visit(tree);
  return definitions;
}
