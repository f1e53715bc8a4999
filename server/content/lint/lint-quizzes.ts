import type { FileProblem } from "../../../core/course/content-problem.ts";
import { slug } from "../../../core/lab/lab-id.ts";
import type { MdxNode } from "./read-mdx.ts";
import { attributeOf, isElement, lineOfNode, walkMdx } from "./read-mdx.ts";

/** Every mistake in the questions of a lesson; collect-quizzes.ts stops at the first of them. */
export function lintQuizzes(tree: MdxNode): FileProblem[] {
  const problems: FileProblem[] = [];
  const taken = new Set<string>();
  const owned = new Set<MdxNode>();
  for (const node of walkMdx(tree)) {
    if (!isElement(node)) continue;
    if (node.name === "Option" && !owned.has(node)) {
      problems.push({
        line: lineOfNode(node),
        message: "an Option stands outside of a Quiz",
        advice: "Put it between <Quiz …> and </Quiz>.",
      });
    }
    if (node.name !== "Quiz") continue;
    const tell = (message: string, advice: string, at = node) =>
      problems.push({ line: lineOfNode(at), message, advice });
    const id = attributeOf(node, "id") ?? "";
    if (!slug.safeParse(id).success) {
      tell("this Quiz has no id", 'Give it one such as id="exec-form": small letters, digits and hyphens.');
    } else if (taken.has(id)) {
      tell(`two questions have the id ${id}`, "Give each its own: answers are kept by it.");
    }
    taken.add(id);
    if ((attributeOf(node, "question") ?? "").trim() === "") {
      tell(`the Quiz ${id} has no question`, 'Ask it in question="…", as plain text.');
    }
    const options = optionsOf(node);
    for (const option of options) owned.add(option);
    if (options.length < 2 || options.length > 8) {
      tell(`the Quiz ${id} has ${options.length} of <Option>`, "Give it 2 to 8.");
    }
    for (const option of options) {
      if ((attributeOf(option, "why") ?? "").trim() !== "") continue;
      tell(
        `this Option of the Quiz ${id} has no explanation`,
        'Say in why="…" why it is right, or what speaks against it.',
        option,
      );
    }
    const right = options.filter((option) => option.attributes?.some(({ name }) => name === "right") === true);
    if (right.length !== 1) {
      tell(`${right.length} options of the Quiz ${id} are right`, "Mark one of them with the word right.");
    }
  }
  return problems;
}

function optionsOf(node: MdxNode): MdxNode[] {
  return (node.children ?? []).flatMap((child) =>
    isElement(child) && child.name === "Option" ? [child] : optionsOf(child),
  );
}
