import * as React from "react";
import * as jsxRuntime from "react/jsx-runtime";
import type { FileProblem } from "../../../core/course/content-problem.ts";
import { lessonElements } from "../../../core/course/lesson-elements.ts";
import { isElement, lineOfNode, walkMdx } from "./read-mdx.ts";
import type { MdxNode } from "./read-mdx.ts";

/**
 * Renders a lesson with stand-ins for its components: finds what reads well and cannot be shown, such as a name in
 * braces that stands for nothing. Null when it renders.
 */
export async function tryRendering(code: string, tree: MdxNode): Promise<FileProblem | null> {
  // Not at the top: the pages' bundler, which reads this file and never runs it, allows no such import there.
  const { renderToStaticMarkup } = await import("react-dom/server");
  const used = [...walkMdx(tree)].flatMap((node) => (isElement(node) ? [node.name ?? ""] : []));
  const components = Object.fromEntries(
    [...Object.keys(lessonElements), ...used.filter((name) => /^[A-Z]/.test(name))].map((name) => [name, StandIn]),
  );
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
    const message = error instanceof Error ? error.message : String(error);
    const [first = message] = message.split(/[.;\n]/);
    const name = /^(\S+) is not defined/.exec(message)?.[1];
    const culprit = [...walkMdx(tree)].find(
      (node) => node.type.endsWith("Expression") && (name === undefined || node.value?.includes(name) === true),
    );
    return {
      line: culprit === undefined ? 1 : lineOfNode(culprit),
      message: `the lesson cannot be shown: ${first}`,
      hides: true,
      advice: "A { begins an expression in MDX: write \\{ or put the text into `backticks`.",
    };
  }
}

const StandIn = ({ children }: { readonly children?: React.ReactNode }): React.ReactElement =>
  React.createElement(React.Fragment, null, children);
