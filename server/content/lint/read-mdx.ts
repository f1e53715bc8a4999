import { createHash } from "node:crypto";
import { bundleMDX } from "mdx-bundler";
import remarkGfm from "remark-gfm";
import type { FileProblem } from "../../../core/course/content-problem.ts";
import type { Heading } from "../../../core/course/outline.ts";
import { collectHeadings } from "../collect-headings.ts";

/** What the linter looks at of MDX's syntax tree. Lines are those of the file, front matter included. */
export interface MdxNode {
  readonly type: string;
  /** Of a component. */
  readonly name?: string | null;
  readonly attributes?: readonly { readonly type: string; readonly name?: string; readonly value?: unknown }[];
  readonly children?: readonly MdxNode[];
  readonly depth?: number;
  readonly url?: string;
  readonly alt?: string | null;
  readonly lang?: string | null;
  readonly meta?: string | null;
  readonly value?: string;
  readonly position?: { readonly start: { readonly line: number }; readonly end?: { readonly line: number } };
}

export type ReadMdx =
  | { readonly status: "read"; readonly tree: MdxNode; readonly headings: readonly Heading[]; readonly code: string }
  | {
      readonly status: "mistake";
      /** In the order in which a reader of the text meets them. */
      readonly problems: readonly FileProblem[];
      /** The text with its mistakes taken for words: what else is wrong with it can be told. Null where that fails. */
      readonly mended: { readonly tree: MdxNode; readonly code: string } | null;
    };

/** More mistakes than an author mends at once; each costs one more reading. */
const MOST_MISTAKES = 10;

const KEPT = 200;
const read = new Map<string, Promise<ReadMdx>>();

/** Reads a lesson as the page does, once for each text. */
export function readMdx(source: string): Promise<ReadMdx> {
  const hash = createHash("sha256").update(source).digest("hex");
  const known = read.get(hash);
  if (known !== undefined) return known;
  const reading = compile(source);
  read.set(hash, reading);
  const oldest = read.keys().next();
  if (read.size > KEPT && oldest.done !== true) read.delete(oldest.value);
  return reading;
}


async function compile(source: string): Promise<ReadMdx> {
  const problems: FileProblem[] = [];
  let text = source;
  for (;;) {
    const read = await compileOnce(text);
    if (!("problem" in read)) {
      if (problems.length === 0) return { status: "read", ...read };
      return { status: "mistake", problems: inOrder(problems), mended: read };
    }
    const { problem } = read;
    const isSame = problems.some(({ line, message }) => line === problem.line && message === problem.message);
    if (!isSame) problems.push(problem);
    const mended = mendLine(text, problem.line);
    if (isSame || mended === null || problems.length >= MOST_MISTAKES) {
      return { status: "mistake", problems: inOrder(problems), mended: null };
    }
    text = mended;
  }
}

const inOrder = (problems: readonly FileProblem[]): FileProblem[] =>
  problems.toSorted((one, other) => one.line - other.line);

/** The text with the signs of one line that begin MDX as words; null where the line has none. */
function mendLine(text: string, line: number): string | null {
  const lines = text.split("\n");
  const given = lines[line - 1];
  const mended = given?.replace(/(?<!\\)[<{]/g, (sign) => (sign === "<" ? "&lt;" : "\\{")).replace(/^(i|e)(?=mport\b|xport\b)/, "&#x200b;$1");
  if (given === undefined || mended === undefined || mended === given) return null;
  lines[line - 1] = mended;
  return lines.join("\n");
}

interface MdxOptions {
  readonly remarkPlugins?: readonly unknown[];
  readonly rehypePlugins?: readonly unknown[];
}

async function compileOnce(
  source: string,
): Promise<
  { readonly tree: MdxNode; readonly headings: readonly Heading[]; readonly code: string } | { readonly problem: FileProblem }
> {
  const headings: Heading[] = [];
  let tree: MdxNode = { type: "root" };
  const keepTree = () => (root: MdxNode) => void (tree = root);
  try {
    const { code } = await bundleMDX({
      source,
      mdxOptions: (options: MdxOptions) => ({
        ...options,
        remarkPlugins: [...(options.remarkPlugins ?? []), remarkGfm, keepTree],
        rehypePlugins: [...(options.rehypePlugins ?? []), collectHeadings(headings)],
      }),
      esbuildOptions: (options) => ({ ...options, target: "es2022", logLevel: "silent" }),
    });
    return { tree, headings, code };
  } catch (error) {
    return { problem: explainMistake(error, source) };
  }
}

/** Line of a node, 1 where the tree does not say. */
export const lineOfNode = (node: MdxNode): number => node.position?.start.line ?? 1;

/** Every node below, the node itself first, in the order of the text. */
export function* walkMdx(node: MdxNode): Generator<MdxNode> {
  yield node;
  for (const child of node.children ?? []) yield* walkMdx(child);
}

export const isElement = (node: MdxNode): boolean =>
  node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement";

/** A property that is plain text; null for another, "" when it has no value. */
export function attributeOf(node: MdxNode, name: string): string | null {
  const found = node.attributes?.find((one) => one.name === name);
  if (found === undefined) return null;
  return typeof found.value === "string" ? found.value : found.value === null ? "" : null;
}

function explainMistake(error: unknown, source: string): FileProblem {
  const { errors } = error as { errors?: readonly { text: string; location?: { line: number } | null }[] };
  const first = errors?.[0];
  const text = (first?.text ?? (error instanceof Error ? error.message : String(error)))
    .replace(/_mdx_bundler_entry_point-[0-9a-f-]+\.mdx/g, "lesson.mdx")
    // What it says of a mistake without a place.
    .replace(/^Cannot process MDX file with esbuild:\s*(?:\d+:\d+(?:-\d+:\d+)?:\s*)?/, "");
  const missing = /Could not resolve "([^"]+)"/.exec(text)?.[1];
  if (missing !== undefined) {
    const at = source.split("\n").findIndex((line) => /^\s*(im|ex)port\b/.test(line) && line.includes(missing));
    return {
      line: at + 1 || 1,
      message: `there is nothing to import from ${JSON.stringify(missing)}`,
      advice: "A lesson needs no import: its components are there by their names.",
    };
  }
  // Where a tag is opened says more than where its end is missed; a bundler that knows no place says 0.
  const opened = Number(/closing tag[^(]*\((\d+):\d+/.exec(text)?.[1] ?? 0);
  const line = opened || first?.location?.line || Number(/\((\d+):\d+/.exec(text)?.[1] ?? 1);
  return { line, message: text.replace(/\s+/g, " ").replace(/\.$/, ""), advice: adviceFor(text) };
}

function adviceFor(text: string): string {
  if (/closing tag/i.test(text)) return "Close what was opened, at the same depth of lists and quotes, or write <Name />.";
  if (/acorn|expression/i.test(text)) return "A { begins an expression in MDX: write \\{ or put the text into `backticks`.";
  if (/before name|in name|in attribute/i.test(text)) {
    return "A < begins a component in MDX: write &lt; or put the text into `backticks`.";
  }
  return "The lesson has to be MDX: https://mdxjs.com/docs/troubleshooting-mdx/ names its messages.";
}
