import type { LintFinding, LintFix } from "../../advice/finding.ts";
import type { ShellCommand } from "../../shell/shell-command.ts";
import type { ChainInstruction } from "../stage-chain.ts";
import { jsonWords } from "./json-words.ts";
import { at, type LintContext, rangeOfInstruction } from "./lint-context.ts";
import { isBrokenList } from "./quotes-in-list.ts";
import { stepShell } from "./step-shell.ts";

const WHAT =
  "A shell stands between Docker and your program, so docker stop reaches the shell and kills the program after ten seconds. ";
const whyList = `${WHAT}Write a list of words instead: ["program", "argument"].`;
const whyExec = `${WHAT}Put exec in front, so that the program takes the shell's place; a list would hand over the variable's name as text.`;
const whyScript = `${WHAT}Put the commands into a script that ends with exec, and start that with a list.`;

/** Words that only a shell understands as commands. */
const builtins =
  /^(?:cd|export|source|\.|set|unset|alias|eval|exec|exit|read|shift|trap|ulimit|umask|wait|:|\[|test|if|for|while|case)$/;

/** CMD or ENTRYPOINT of the image in shell form. `exec` in front of it is as good as the list. */
export function execForm(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  // Who names a shell by SHELL wants one.
  if (context.chain.instructions.some(({ keyword }) => keyword === "SHELL")) return [];
  for (const keyword of ["ENTRYPOINT", "CMD"]) {
    const instruction = context.chain.instructions.findLast((one) => one.keyword === keyword);
    if (instruction === undefined) continue;
    const text = instruction.text.trim();
    if (text === "" || jsonWords(text) !== null || isBrokenList(text)) continue;
    const { commands, isPartial } = stepShell(context, instruction);
    const last = commands.findLast(({ within }) => !within.includes("substitution"));
    // The last command takes the shell's place.
    if (last?.words[0]?.value === "exec") continue;
    const only = !isPartial && commands.length === 1 ? last : undefined;
    const asList = only !== undefined && only.words.every(({ isLiteral }) => isLiteral) ? only : null;
    findings.push({
      rule: "exec-form",
      hadolint: "DL3025",
      severity: "warning",
      range: rangeOfInstruction(context, instruction),
      message: `${keyword} runs through a shell`,
      why: asList !== null ? whyList : only !== undefined ? whyExec : whyScript,
      fix: only === undefined ? null : fixOf(context, instruction, only, asList !== null),
    });
  }
  return findings;
}

/** The same program with the same words, without a shell, or in its place. */
function fixOf(
  context: LintContext,
  instruction: ChainInstruction,
  { words, assignments, redirects, within, start }: ShellCommand,
  isPlain: boolean,
): LintFix | null {
  const [program] = words;
  if (program === undefined || assignments.length > 0 || within.length > 0) return null;
  if (builtins.test(program.value) || !program.isLiteral) return null;
  if (!isPlain || redirects.length > 0) {
    const place = stepShell(context, instruction).rangeOf({ start, end: start + 1 });
    return {
      title: "Put exec in front",
      edits: [{ range: at(place.startLine, place.startColumn), text: "exec " }],
    };
  }
  const range = rangeOfInstruction(context, instruction);
  const list = words.map(({ value }) => JSON.stringify(value)).join(", ");
  const keyword = /^\s*(\S+)/.exec(context.lines[instruction.line - 1] ?? "")?.[1] ?? instruction.keyword;
  return { title: "Write it as a list of words", edits: [{ range, text: `${keyword} [${list}]` }] };
}
