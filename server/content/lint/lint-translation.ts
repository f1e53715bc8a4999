import type { FileProblem } from "../../../core/course/content-problem.ts";
import { languages } from "../../../core/text/language.ts";
import type { MdxNode } from "./read-mdx.ts";
import { attributeOf, isElement, lineOfNode, walkMdx } from "./read-mdx.ts";

/** What a translation has to have as the original has it. */
export interface LessonShape {
  readonly labs: readonly string[];
  /** Null where the text cannot be read. */
  readonly tree: MdxNode | null;
}

/**
 * What a translation does not have as lesson.mdx has it: its labs, and its questions with their options in the same
 * places, because an answer is kept by its place. check-translation.ts stops at the same.
 */
export function lintTranslation(tag: string, original: LessonShape, translated: LessonShape): FileProblem[] {
  const problems: FileProblem[] = [];
  if (!Object.hasOwn(languages, tag)) {
    const there = Object.keys(languages).join(", ");
    problems.push({
      line: 1,
      message: `nobody is shown a lesson in ${JSON.stringify(tag)}`,
      advice: `The languages of the interface are ${there}; another is added in core/text/language.ts.`,
    });
  }
  if (original.labs.join() !== translated.labs.join()) {
    problems.push({
      line: 2,
      message: "the labs are not those of lesson.mdx",
      advice: original.labs.length === 0 ? "It has none." : `They are: ${original.labs.join(", ")}, in this order.`,
    });
  }
  if (original.tree === null || translated.tree === null) return problems;
  const asked = questions(original.tree);
  const found = questions(translated.tree);
  const asIs = "Take them from lesson.mdx as they stand there, and translate their words.";
  for (const [id, { line, places }] of found) {
    const one = asked.get(id);
    if (one === undefined) {
      problems.push({ line, message: `lesson.mdx has no question ${id}`, advice: asIs });
    } else if (one.places !== null && places !== null && one.places !== places) {
      const message = `the options of ${id} are ${places}, and those of lesson.mdx ${one.places}`;
      problems.push({ line, message, advice: "Keep their number and the place of the right one." });
    }
  }
  for (const [id] of asked) {
    if (!found.has(id)) problems.push({ line: 1, message: `the question ${id} is missing`, advice: asIs });
  }
  if (problems.length === 0 && [...asked.keys()].join() !== [...found.keys()].join()) {
    problems.push({ line: 1, message: "the questions stand in another order than in lesson.mdx", advice: asIs });
  }
  return problems;
}

/** "3 with number 2 right", by the id of the question; null for one without a right option, which is told elsewhere. */
function questions(tree: MdxNode): Map<string, { readonly line: number; readonly places: string | null }> {
  const all = new Map<string, { line: number; places: string | null }>();
  for (const node of walkMdx(tree)) {
    if (!isElement(node) || node.name !== "Quiz") continue;
    const options = [...walkMdx(node)].filter((one) => isElement(one) && one.name === "Option");
    const right = options.findIndex((one) => one.attributes?.some(({ name }) => name === "right") === true);
    const places = right === -1 ? null : `${options.length} with number ${right + 1} right`;
    all.set(attributeOf(node, "id") ?? "", { line: lineOfNode(node), places });
  }
  return all;
}
