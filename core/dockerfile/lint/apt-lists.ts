import type { LintFix, TextEdit } from "../../advice/finding.ts";
import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import { at, type LintContext, rangeOfLine } from "./lint-context.ts";
import { proveStep } from "./prove-step.ts";
import { isApt, jsonWords, programName, type ShellCommand, shellCommands } from "./shell-commands.ts";

export const updatePattern = /\bapt(-get)?\s+(-\S+\s+)*update\b/;

/** `rm -rf /var/lib/apt/lists/*` in its many spellings, and `apt-get dist-clean`, which does it since Debian 13. */
export const emptiesLists = (command: ShellCommand): boolean =>
  isApt(command, "dist-clean") ||
  isApt(command, "distclean") ||
  (/^(?:rm|find)$/.test(programName(command[0] ?? "")) &&
    command.some((word) =>
      /^\/var\/lib(\/|\/\*)?$|^\/var\/lib\/(apt|\{[^}]*\bapt\b[^}]*\})(\/|\/\*|\*)?$|^\/var\/lib\/apt\/lists?(\/|\/\*|\*|\/\*\.?\*?|\/deb\S*)?$/.test(
        word,
      ),
    ));

const isPlain = ({ text, flags }: DockerfileInstruction): boolean =>
  flags.length === 0 && jsonWords(text) === null && !/<<-?\s*["']?\w/.test(text);

const removal = (context: LintContext, instruction: DockerfileInstruction): TextEdit => ({
  range: at(instruction.endLine, rangeOfLine(context, instruction.endLine).endColumn),
  text: ` ${context.dockerfile.escape}\n    && rm -rf /var/lib/apt/lists/*`,
});

/** Removes the lists at the end of a RUN in plain shell form. */
export function removeLists(context: LintContext, instruction: DockerfileInstruction): LintFix | null {
  if (!isPlain(instruction)) return null;
  return proveStep(
    context,
    instruction,
    { title: "Remove the package lists in this RUN", edits: [removal(context, instruction)] },
    (before) => [...before, { words: ["rm", "-rf", "/var/lib/apt/lists/*"], within: "after-and" }],
  );
}

/** Makes one RUN of an update and the install that follows it at once. */
export function joinWithInstall(
  context: LintContext,
  update: DockerfileInstruction,
  next: DockerfileInstruction | undefined,
): LintFix | null {
  if (next?.keyword !== "RUN" || !isPlain(update) || !isPlain(next)) return null;
  const first = shellCommands(context, next)[0];
  const between = context.lines.slice(update.endLine, next.line - 1);
  const keyword = /^\s*RUN\s+/i.exec(context.lines[next.line - 1] ?? "");
  if (first === undefined || !isApt(first, "install") || keyword === null) return null;
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
