import type { LintFinding } from "./finding.ts";
import { at, rangeOfLine, rangeOfMatch, type LintContext } from "./lint-context.ts";
import { jsonWords, shellCommands, type ShellCommand } from "./shell-commands.ts";

const why =
  "The package lists stay in this layer, some 20 MB that nothing uses, and a later RUN cannot take them out of it. " +
  "Remove /var/lib/apt/lists in the same RUN.";

const fillsLists = ([program, ...rest]: ShellCommand): boolean =>
  (program === "apt-get" || program === "apt") && rest.includes("update");

const emptiesLists = ([program, ...rest]: ShellCommand): boolean =>
  (program === "rm" || program === "find") &&
  rest.some((word) => /^\/var\/lib\/apt(\/lists)?(\/|\/\*|\*)?$/.test(word));

/** `apt-get update` whose lists stay in a layer of the image. Stages that are only copied from do not count. */
export function aptCleanup(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of context.chain.instructions) {
    if (instruction.keyword !== "RUN") continue;
    const commands = shellCommands(context, instruction);
    const filled = commands.findLastIndex(fillsLists);
    if (filled < 0 || commands.slice(filled).some(emptiesLists)) continue;
    // What lies in a mount is in no layer.
    if (instruction.flags.some(({ name, value }) => name === "mount" && /\/var\/lib\/apt/.test(value)))
      continue;
    const last = rangeOfLine(context, instruction.endLine);
    const plain = jsonWords(instruction.text) === null && !/<<-?\s*["']?\w/.test(instruction.text);
    const mark = context.dockerfile.escape;
    findings.push({
      rule: "apt-cleanup",
      hadolint: "DL3009",
      severity: "warning",
      range:
        rangeOfMatch(context, instruction, /\bapt(-get)?\s+(-\S+\s+)*update\b/) ??
        rangeOfLine(context, instruction.line),
      message: "The apt package lists stay in the layer",
      why,
      fix: plain
        ? {
            title: "Remove the package lists in this RUN",
            edits: [
              {
                range: at(instruction.endLine, last.endColumn),
                text: ` ${mark}\n    && rm -rf /var/lib/apt/lists/*`,
              },
            ],
          }
        : null,
    });
  }
  return findings;
}
