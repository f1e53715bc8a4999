import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import type { LintFinding, LintFix, TextEdit } from "./finding.ts";
import { at, rangeOfLine, rangeOfMatch, type LintContext } from "./lint-context.ts";
import { jsonWords, shellCommands, type ShellCommand } from "./shell-commands.ts";

const why =
  "The package lists stay in this layer, some 20 MB that nothing uses, and a later RUN cannot take them out of it. " +
  "Update, install and remove /var/lib/apt/lists in one RUN.";

const installs = ([program, ...rest]: ShellCommand): boolean =>
  (program === "apt-get" || program === "apt") && rest.includes("install");

const fillsLists = ([program, ...rest]: ShellCommand): boolean =>
  (program === "apt-get" || program === "apt") && rest.includes("update");

const emptiesLists = ([program, ...rest]: ShellCommand): boolean =>
  (program === "rm" || program === "find") &&
  rest.some((word) => /^\/var\/lib\/apt(\/lists)?(\/|\/\*|\*)?$/.test(word));

/** `apt-get update` whose lists stay in a layer of the image. Stages that are only copied from do not count. */
export function aptCleanup(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const [index, instruction] of context.chain.instructions.entries()) {
    if (instruction.keyword !== "RUN") continue;
    const commands = shellCommands(context, instruction);
    const filled = commands.findLastIndex(fillsLists);
    if (filled < 0 || commands.slice(filled).some(emptiesLists)) continue;
    // What lies in a mount is in no layer.
    if (instruction.flags.some(({ name, value }) => name === "mount" && /\/var\/lib\/apt/.test(value)))
      continue;
    findings.push({
      rule: "apt-cleanup",
      hadolint: "DL3009",
      severity: "warning",
      range:
        rangeOfMatch(context, instruction, /\bapt(-get)?\s+(-\S+\s+)*update\b/) ??
        rangeOfLine(context, instruction.line),
      message: "The apt package lists stay in the layer",
      why,
      fix: commands.some(installs)
        ? cleanHere(context, instruction)
        : joinNext(context, instruction, context.chain.instructions[index + 1]),
    });
  }
  return findings;
}

const isPlain = ({ text, flags }: DockerfileInstruction): boolean =>
  flags.length === 0 && jsonWords(text) === null && !/<<-?\s*["']?\w/.test(text);

const removal = (context: LintContext, instruction: DockerfileInstruction): TextEdit => ({
  range: at(instruction.endLine, rangeOfLine(context, instruction.endLine).endColumn),
  text: ` ${context.dockerfile.escape}\n    && rm -rf /var/lib/apt/lists/*`,
});

function cleanHere(context: LintContext, instruction: DockerfileInstruction): LintFix | null {
  if (!isPlain(instruction)) return null;
  return { title: "Remove the package lists in this RUN", edits: [removal(context, instruction)] };
}

/** An update by itself: removing its lists here would leave the install below without them, so the two become one. */
function joinNext(
  context: LintContext,
  update: DockerfileInstruction,
  next: DockerfileInstruction | undefined,
): LintFix | null {
  if (next?.keyword !== "RUN" || !isPlain(update) || !isPlain(next)) return null;
  const first = shellCommands(context, next)[0];
  const between = context.lines.slice(update.endLine, next.line - 1);
  const keyword = /^\s*RUN\s+/i.exec(context.lines[next.line - 1] ?? "");
  if (first === undefined || !installs(first) || keyword === null) return null;
  if (between.some((line) => line.trim() !== "")) return null;
  const join: TextEdit = {
    range: {
      startLine: update.endLine,
      startColumn: rangeOfLine(context, update.endLine).endColumn,
      endLine: next.line,
      endColumn: keyword[0].length + 1,
    },
    text: ` ${context.dockerfile.escape}\n    && `,
  };
  const cleansItself = shellCommands(context, next).some(emptiesLists);
  return {
    title: "Join with the install below, and remove the lists there",
    edits: cleansItself ? [join] : [join, removal(context, next)],
  };
}
