import { applyEdits } from "../../advice/apply-edits.ts";
import type { LintFix, TextEdit } from "../../advice/finding.ts";
import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import { parseDockerfile } from "../parse-dockerfile.ts";
import type { LintContext } from "./lint-context.ts";
import { stepShell } from "./step-shell.ts";

/** What a step does, as far as its text tells: every command with its words, and what it is within. */
type Reading = readonly { readonly words: readonly string[]; readonly within: string }[];

/**
 * The fix, when the step after it reads as `expected` makes of it before: the instruction is read again by the same
 * parser. Null where anything else changes, or where the text is not understood. Edits lie within the instruction.
 */
export function proveStep(
  context: LintContext,
  instruction: DockerfileInstruction,
  fix: LintFix,
  expected: (before: Reading) => Reading,
): LintFix | null {
  const before = read(context, instruction, []);
  const after = read(context, instruction, fix.edits);
  if (before === null || after === null) return null;
  return JSON.stringify(after) === JSON.stringify(expected(before)) ? fix : null;
}

function read(
  context: LintContext,
  instruction: DockerfileInstruction,
  edits: readonly TextEdit[],
): Reading | null {
  const first = instruction.line - 1;
  const text = context.lines.slice(first, instruction.endLine).join("\n");
  const moved = edits.map(({ range, text: inserted }) => ({
    range: { ...range, startLine: range.startLine - first, endLine: range.endLine - first },
    text: inserted,
  }));
  const head = context.dockerfile.escape === "`" ? "# escape=`\nFROM scratch\n" : "FROM scratch\n";
  const dockerfile = parseDockerfile(head + applyEdits(text, moved));
  const [only, ...more] = dockerfile.stages[0]?.instructions ?? [];
  if (only === undefined || more.length > 0 || only.keyword !== instruction.keyword) return null;
  const lines = (head + applyEdits(text, moved)).split("\n");
  const step = stepShell({ dockerfile, lines }, only);
  if (step.isPartial) return null;
  return step.commands.map(({ words, within, redirects, assignments }) => ({
    words: [
      ...words.map((word) => word.text),
      ...assignments.map(({ name, value }) => `${name}=${value?.text ?? ""}`),
      ...redirects.map(({ operator, target }) => `${operator}${target?.text ?? ""}`),
    ],
    within: within.join(" "),
  }));
}
