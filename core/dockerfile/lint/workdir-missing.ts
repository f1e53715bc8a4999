import type { LintFinding } from "../../advice/finding.ts";
import { copyWords } from "./copy-words.ts";
import { at, rangeOfInstruction, type LintContext } from "./lint-context.ts";

const why =
  "Without a WORKDIR the files land in /, among the system's own, or wherever the base happens to stand. " +
  "Move into a folder of your own first: WORKDIR /app.";

/** COPY to a relative place before any WORKDIR, in what becomes the image. */
export function workdirMissing(context: LintContext): LintFinding[] {
  for (const instruction of context.chain.instructions) {
    if (instruction.keyword === "WORKDIR") return [];
    if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") continue;
    const words = copyWords(instruction);
    // What a variable or a Windows drive stands for is not known here.
    if (words === null || /^(\/|\$|[A-Za-z]:|["'])/.test(words.target)) continue;
    return [
      {
        rule: "workdir-missing",
        hadolint: "DL3045",
        severity: "warning",
        range: rangeOfInstruction(context, instruction),
        message: `${instruction.keyword} to ${words.target.slice(0, 60)}, and no WORKDIR says where that is`,
        why,
        fix: {
          title: "Put WORKDIR /app above",
          edits: [{ range: at(instruction.line, 1), text: "WORKDIR /app\n" }],
        },
      },
    ];
  }
  return [];
}
