import type { LintFinding } from "../../advice/finding.ts";
import { type LintContext, rangeOfInstruction } from "./lint-context.ts";
import { programName } from "./shell-commands.ts";
import { stepShell } from "./step-shell.ts";

const WHY_VARIABLE =
  "No shell reads a list, so the program gets the dollar sign and the name as text. " +
  'Write it without a list, with exec in front, or call a shell: ["sh", "-c", "exec ... $NAME"].';
const WHY_OPERATOR =
  "No shell reads a list, so the program gets this sign as one of its arguments. " +
  'Call a shell for it: ["sh", "-c", "... && exec ..."], or start a script.';

/** Programs that read a text of their own with signs like a shell's. */
const readers =
  /^(?:(?:ba|da|a|z|k)?sh|busybox|envsubst|awk|gawk|mawk|perl|sed|jq|expr|test|find|make|cmd|cmd\.exe|powershell(?:\.exe)?|pwsh|su|gosu|runuser|sudo|dumb-init|tini|env)$/;
const variable =
  /^(?:[\w.:/=@,+-]{0,200})\$(?:[A-Za-z_]\w{0,100}|\{[A-Za-z_]\w{0,100}(?:[:?+=-][^}]{0,100})?\})[\w.:/=@,+-]{0,200}$/;
const operator = /^(?:&&|\|\|?|;|>>?|2>&1|&)$/;

/** `$NAME`, `&&` and the like in a list, where nobody understands them. */
export function listNeedsShell(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const stage of context.dockerfile.stages) {
    const entry = stage.instructions.findLast(({ keyword }) => keyword === "ENTRYPOINT");
    for (const instruction of stage.instructions) {
      if (!/^(?:CMD|ENTRYPOINT|RUN|HEALTHCHECK)$/.test(instruction.keyword)) continue;
      const { form, commands, rangeOf } = stepShell(context, instruction);
      const [command] = commands;
      if (form !== "list" || command === undefined) continue;
      // A program that gets the words of CMD may well read them itself.
      if (instruction.keyword === "CMD" && entry !== undefined) continue;
      const { words } = command;
      if (
        words
          .slice(0, 4)
          .some(
            ({ value }) =>
              readers.test(programName(value)) ||
              (/\.(?:sh|bash|py)$/.test(value) && value === words[0]?.value),
          )
      )
        continue;
      if (words.some(({ value }) => /^-[a-zA-Z]*[ce]$/.test(value))) continue;
      const found = [
        words.find(({ value }) => variable.test(value)),
        words.slice(1).find(({ value }) => operator.test(value)),
      ].filter((word) => word !== undefined);
      for (const word of found) {
        const isVariable = variable.test(word.value);
        findings.push({
          rule: isVariable ? "variable-in-list" : "list-needs-shell",
          hadolint: null,
          severity: "error",
          range: word.end > word.start ? rangeOf(word) : rangeOfInstruction(context, instruction),
          message: isVariable
            ? `Nothing puts a value in the place of ${word.value.slice(0, 60)} here`
            : `${word.value} is passed on as an argument`,
          why: isVariable ? WHY_VARIABLE : WHY_OPERATOR,
          fix: null,
        });
      }
    }
  }
  return findings;
}
