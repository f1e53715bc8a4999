import type { QuizDefinition } from "../../core/course/quiz.ts";
import { slug } from "../../core/lab/lab-id.ts";

/** What the plugin touches of MDX's syntax tree. */
interface MdxNode {
  readonly type: string;
  readonly name?: string | null;
  readonly attributes?: readonly { readonly type: string; readonly name?: string; readonly value?: unknown }[];
  readonly children?: readonly MdxNode[];
}

interface MdxFile {
  /** Throws, with the place of the node. */
  fail(reason: string, node: MdxNode): never;
}

/**
 * remark plugin: adds the questions of a lesson to `quizzes`, so that the server knows which answers there can be.
 * An author's slip (no right option, one without its explanation, an id used twice) stops with its line.
 */
export function collectQuizzes(quizzes: QuizDefinition[]) {
  return () =>
    (tree: MdxNode, file: MdxFile): void => {
      const visit = (node: MdxNode): void => {
        if (isElement(node, "Quiz")) quizzes.push(readQuiz(node, file, quizzes));
        for (const child of node.children ?? []) visit(child);
      };
      visit(tree);
    };
}

function readQuiz(node: MdxNode, file: MdxFile, earlier: readonly QuizDefinition[]): QuizDefinition {
  const id = textOf(node, "id");
  if (!slug.safeParse(id).success) file.fail('a Quiz needs an id such as "exec-form"', node);
  if (earlier.some((one) => one.id === id)) file.fail(`two questions have the id ${id}`, node);
  if (textOf(node, "question") === "") file.fail(`the Quiz ${id} needs a question`, node);
  const options = optionsOf(node);
  if (options.length < 2 || options.length > 8) file.fail(`the Quiz ${id} needs 2 to 8 of <Option>`, node);
  for (const option of options) {
    if (textOf(option, "why") === "") file.fail(`this Option of the Quiz ${id} needs a why`, option);
  }
  const right = options.filter((option) => option.attributes?.some(({ name }) => name === "right") === true);
  const [only] = right;
  if (only === undefined || right.length > 1) file.fail(`one Option of the Quiz ${id} must be right`, node);
  return { id, options: options.length, right: options.indexOf(only) };
}

/** Options may stand in paragraphs of their own, depending on the empty lines between them. */
function optionsOf(node: MdxNode): MdxNode[] {
  return (node.children ?? []).flatMap((child) => (isElement(child, "Option") ? [child] : optionsOf(child)));
}

const isElement = (node: MdxNode, name: string): boolean =>
  (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement") && node.name === name;

function textOf(node: MdxNode, name: string): string {
  const value = node.attributes?.find((one) => one.name === name)?.value;
  return typeof value === "string" ? value : "";
}
