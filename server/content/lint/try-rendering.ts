import * as React from "react";
import * as jsxRuntime from "react/jsx-runtime";
import type { z } from "zod";
import type { FileProblem } from "../../../core/course/content-problem.ts";
import { type LessonElement,lessonElements } from "../../../core/course/lesson-elements.ts";
import type { MdxNode } from "./read-mdx.ts";
import { isElement, lineOfNode, walkMdx } from "./read-mdx.ts";

/** What a component was given when the lesson was rendered. */
interface Given {
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** Mistakes of this kind are told where the properties stand: lint-structure.ts names what is missing or unknown. */
const TOLD_BY_NAME = new Set(["Quiz", "Option"]);

/**
 * Renders a lesson with stand-ins for its components: finds what reads well and cannot be shown, such as a name in
 * braces that stands for nothing, and data that a component cannot show (`upper="a"`), with the values as the page has
 * them.
 * @param lineOfFault finds where a lesson that does not render goes wrong; it may read parts of it
 */
export async function tryRendering(
  code: string,
  tree: MdxNode,
  lineOfFault: () => Promise<number | null> = () => Promise.resolve(null),
): Promise<FileProblem[]> {
  const given: Given[] = [];
  const fault = await render(code, tree, (name, props) => given.push({ name, props }));
  const problems = judge(given, tree);
  if (fault === null) return problems;
  const [first = fault] = fault.split(/[.;\n]/);
  const name = /^(\S+) is not defined/.exec(fault)?.[1];
  const culprit =
    name === undefined
      ? undefined
      : [...walkMdx(tree)].find((node) => node.type.endsWith("Expression") && node.value?.includes(name) === true);
  return [
    ...problems,
    {
      line: culprit === undefined ? ((await lineOfFault()) ?? 1) : lineOfNode(culprit),
      message: `the lesson cannot be shown: ${first}`,
      hides: true,
      advice: adviceFor(fault),
    },
  ];
}

/** What keeps a compiled lesson from being rendered; null when nothing does. */
export async function render(
  code: string,
  tree: MdxNode,
  onElement: (name: string, props: Readonly<Record<string, unknown>>) => void = () => undefined,
): Promise<string | null> {
  // Not at the top: the pages' bundler, which reads this file and never runs it, allows no such import there.
  const { renderToStaticMarkup } = await import("react-dom/server");
  const used = [...walkMdx(tree)].flatMap((node) => (isElement(node) ? [node.name ?? ""] : []));
  const names = [...Object.keys(lessonElements), ...used.filter((name) => /^[A-Z]/.test(name))];
  const standIn =
    (name: string) =>
    ({ children, ...props }: { readonly children?: React.ReactNode }): React.ReactElement => {
      onElement(name, props);
      return React.createElement(React.Fragment, null, children);
    };
  const components = Object.fromEntries(names.map((name) => [name, standIn(name)]));
  try {
    // As in render-lesson.ts: compiled here, from a folder whose authors are trusted.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const run = new Function("React", "ReactDOM", "_jsx_runtime", code) as (
      react: typeof React,
      dom: object,
      runtime: typeof jsxRuntime,
    ) => { default: React.ComponentType<{ components: typeof components }> };
    renderToStaticMarkup(React.createElement(run(React, {}, jsxRuntime).default, { components }));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Data that a component cannot show, each with the line of its component. */
function judge(given: readonly Given[], tree: MdxNode): FileProblem[] {
  const nodes = new Map<string, MdxNode[]>();
  for (const node of walkMdx(tree)) {
    const name = node.name ?? "";
    if (isElement(node)) nodes.set(name, [...(nodes.get(name) ?? []), node]);
  }
  const counts = new Map<string, number>();
  return given.flatMap(({ name, props }): FileProblem[] => {
    const element = Object.hasOwn(lessonElements, name) ? lessonElements[name] : undefined;
    const index = counts.get(name) ?? 0;
    counts.set(name, index + 1);
    const parsed = element?.props.safeParse(props);
    if (element === undefined || parsed === undefined || parsed.success || TOLD_BY_NAME.has(name)) return [];
    // A component within a loop is rendered more often than it stands there.
    const own = nodes.get(name) ?? [];
    const node = own[Math.min(index, own.length - 1)];
    return parsed.error.issues.flatMap((issue) => explain(issue, name, element, props, node));
  });
}

function explain(
  issue: z.core.$ZodIssue,
  name: string,
  element: LessonElement,
  props: Readonly<Record<string, unknown>>,
  node: MdxNode | undefined,
): FileProblem[] {
  const [property = "", ...rest] = issue.path.map(String);
  // A property that is not there, or that the component does not know, is told by its name already.
  if (issue.path.length === 0 || (rest.length === 0 && props[property] === undefined)) return [];
  const where = issue.path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`)).join("");
  const schema = element.props.shape[property] as z.ZodType | undefined;
  const said = schema?.description ?? "";
  const line = node === undefined ? 1 : lineOfProperty(node, property);
  return [
    {
      line,
      message: `${name}: ${where} is not as it has to be: ${issue.message.replace(/\.$/, "")}`,
      hides: true,
      advice: `${said}${said === "" ? "" : " "}docs/content.md shows the shape.`,
    },
  ];
}

/** Line of a property where the tree knows it, of its component otherwise. */
function lineOfProperty(node: MdxNode, name: string): number {
  const attribute = node.attributes?.find((one) => one.name === name) as
    | { readonly position?: { readonly start: { readonly line: number } } }
    | undefined;
  return attribute?.position?.start.line ?? lineOfNode(node);
}

function adviceFor(message: string): string {
  if (/`style` prop/.test(message)) return "In MDX a style is an object: style={{ color: 'red' }}. Better take it away.";
  if (/Objects are not valid as a React child/.test(message)) return "Text stands between the braces, and no { name: value }.";
  return "A { begins an expression in MDX: write \\{ or put the text into `backticks`.";
}
