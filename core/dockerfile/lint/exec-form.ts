import type { LintFinding } from "../../advice/finding.ts";
import { rangeOfInstruction, type LintContext } from "./lint-context.ts";
import { isBrokenList } from "./quotes-in-list.ts";
import { jsonWords } from "./shell-commands.ts";

const why =
  "A shell then stands between Docker and your program, so that docker stop reaches the shell and kills the program after ten seconds. " +
  'Write a list of words instead: ["program", "argument"].';

/** Anything that only a shell understands. */
const shellSyntax = /[$`"'\\|&;<>(){}*?~#[\]]/;

/** CMD or ENTRYPOINT of the image in shell form. `exec` in front of it is as good as the list. */
export function execForm(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const keyword of ["ENTRYPOINT", "CMD"]) {
    const instruction = context.chain.instructions.findLast((one) => one.keyword === keyword);
    if (instruction === undefined) continue;
    const text = instruction.text.trim();
    if (text === "" || jsonWords(text) !== null || /^exec\s/.test(text) || isBrokenList(text)) continue;
    const range = rangeOfInstruction(context, instruction);
    const list = instruction.words.map((word) => JSON.stringify(word)).join(", ");
    findings.push({
      rule: "exec-form",
      hadolint: "DL3025",
      severity: "warning",
      range,
      message: `${keyword} runs through a shell`,
      why,
      fix: shellSyntax.test(text)
        ? null
        : { title: "Write it as a list of words", edits: [{ range, text: `${keyword} [${list}]` }] },
    });
  }
  return findings;
}
