import type { FileProblem } from "../../../core/course/content-problem.ts";
import { nearName } from "../../../core/course/near-name.ts";
import { labOfHref } from "../../../core/lab/lab-of-href.ts";
import { isEditable } from "../../../core/lab/workspace-path.ts";
import type { MdxNode } from "./read-mdx.ts";
import { lineOfNode, walkMdx } from "./read-mdx.ts";

const WORDS = ["run", "interrupt"];
const OPTIONS = ["file", "lab", "title"];

/** The words behind a block's language; what is in quotes belongs to its word. */
const metaWords = (meta: string): string[] => meta.match(/[^\s"]+(?:"[^"]*"?)?|"[^"]*"?/g) ?? [];

function isKnown(word: string): boolean {
  return WORDS.includes(word) || /^(?:file|lab)=[^"]/.test(word) || /^title="[^"]*"$/.test(word);
}

/**
 * Fenced code whose buttons would do nothing.
 * @param labs what a student may write in each lab beside the lesson, by the lab's folder name
 */
export function lintCode(tree: MdxNode, labs: ReadonlyMap<string, readonly string[]>): FileProblem[] {
  const problems: FileProblem[] = [];
  const names = [...labs.keys()];
  let linked: string | null = null;
  for (const node of walkMdx(tree)) {
    if (node.type === "heading" && node.depth === 2) linked = null;
    if (node.type === "link") linked = labOfHref(node.url ?? "") ?? linked;
    if (node.type !== "code") continue;
    const words = metaWords(node.meta ?? "");
    const file = words.find((word) => word.startsWith("file="))?.slice("file=".length);
    const lab = words.find((word) => word.startsWith("lab="))?.slice("lab=".length);
    const line = lineOfNode(node);
    const isUsed = words.includes("run") || file !== undefined;
    const own = lab ?? linked ?? (names.length === 1 ? names[0] : undefined);
    const editable = labs.get(own ?? "") ?? [...labs.values()].flat();
    for (const word of words.filter((one) => !isKnown(one))) {
      const [name = "", value] = word.split("=", 2);
      const near = value === undefined ? nearName(name, WORDS) : nearName(name, OPTIONS);
      problems.push({
        line,
        message: `nothing reads ${JSON.stringify(word)} behind the ticks`,
        advice: `${near === null ? "" : `Did you mean ${near}${value === undefined ? "" : "="}? `}A block takes run, run interrupt, file=<path>, lab=<name> and title="...".`,
      });
    }
    if (lab !== undefined && names.length > 0 && !labs.has(lab)) {
      const near = nearName(lab, names);
      problems.push({
        line,
        message: `this lesson has no lab ${lab}`,
        advice: near === null ? `Its labs: ${names.join(", ")}.` : `Did you mean lab=${near}?`,
      });
    } else if (isUsed && names.length > 0 && own === undefined) {
      problems.push({
        line,
        message: "nobody knows which lab this block belongs to",
        advice: "Write lab=<name> behind the ticks, or link to the lab with ?lab=<name> above it in the same section.",
      });
    }
    if (isUsed && names.length === 0) {
      problems.push({
        line,
        message: `${words.includes("run") ? "run" : "file="} needs a lab: this lesson has neither terminal nor editor`,
        advice: "Name a lab in the front matter, or take the word away.",
      });
    } else if (file !== undefined && !isEditable(file, editable)) {
      const near = nearName(file, editable);
      problems.push({
        line,
        message: `a student cannot write ${file} in this lab`,
        advice: near === null ? "Add it to editable in lab.yaml." : `Did you mean ${near}?`,
      });
    }
  }
  return problems;
}
