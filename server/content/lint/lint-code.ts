import type { FileProblem } from "../../../core/course/content-problem.ts";
import { nearName } from "../../../core/course/near-name.ts";
import { isEditable } from "../../../core/lab/workspace-path.ts";
import type { MdxNode } from "./read-mdx.ts";
import { lineOfNode, walkMdx } from "./read-mdx.ts";

const WORDS = ["run", "interrupt"];
const OPTIONS = ["file", "title"];

/** The words behind a block's language; what is in quotes belongs to its word. */
const metaWords = (meta: string): string[] => meta.match(/[^\s"]+(?:"[^"]*"?)?|"[^"]*"?/g) ?? [];

function isKnown(word: string): boolean {
  return WORDS.includes(word) || /^file=[^"]/.test(word) || /^title="[^"]*"$/.test(word);
}

/**
 * Fenced code whose buttons would do nothing.
 * @param editable what a student may write in the labs beside the lesson; null when it has none
 */
export function lintCode(tree: MdxNode, editable: readonly string[] | null): FileProblem[] {
  const problems: FileProblem[] = [];
  for (const node of walkMdx(tree)) {
    if (node.type !== "code") continue;
    const words = metaWords(node.meta ?? "");
    const file = words.find((word) => word.startsWith("file="))?.slice("file=".length);
    const line = lineOfNode(node);
    for (const word of words.filter((one) => !isKnown(one))) {
      const [name = "", value] = word.split("=", 2);
      const near = value === undefined ? nearName(name, WORDS) : nearName(name, OPTIONS);
      problems.push({
        line,
        message: `nothing reads ${JSON.stringify(word)} behind the ticks`,
        advice: `${near === null ? "" : `Did you mean ${near}${value === undefined ? "" : "="}? `}A block takes run, run interrupt, file=<path> and title="...".`,
      });
    }
    if ((words.includes("run") || file !== undefined) && editable === null) {
      problems.push({
        line,
        message: `${words.includes("run") ? "run" : "file="} needs a lab: this lesson has neither terminal nor editor`,
        advice: "Name a lab in the front matter, or take the word away.",
      });
    } else if (file !== undefined && !isEditable(file, editable ?? [])) {
      const near = nearName(file, editable ?? []);
      problems.push({
        line,
        message: `a student cannot write ${file} in this lab`,
        advice: near === null ? "Add it to editable in lab.yaml." : `Did you mean ${near}?`,
      });
    }
  }
  return problems;
}
