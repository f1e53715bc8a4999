import type { LintFinding, LintFix } from "../../advice/finding.ts";
import { copySources } from "../copy-sources.ts";
import { ignoreFiles } from "../ignore-files.ts";
import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import { takesEverything } from "./copy-words.ts";
import { at, type LintContext, rangeOfInstruction } from "./lint-context.ts";
import { isPipInstall, jsonWords, pipInstallAt, shellCommands } from "./shell-commands.ts";
import { stepShell } from "./step-shell.ts";

const WHY =
  "Any change to any file of yours makes the step below install everything again. " +
  "Copy the list of requirements first, install, and copy the rest after that.";

interface Install {
  readonly instruction: DockerfileInstruction;
  /** The file that lists what is installed, as written; null where several are named or it is none of ours. */
  readonly list: string | null;
}

/** The list that a RUN installs from. What installs the student's own package needs their files: no finding. */
function installOf(context: LintContext, instruction: DockerfileInstruction): Install | null {
  if (instruction.keyword !== "RUN") return null;
  const lists: string[] = [];
  for (const command of shellCommands(context, instruction)) {
    if (!isPipInstall(command)) continue;
    for (const [index, word] of command.entries()) {
      const joined = /^(?:--requirement=|-r)(.+)$/.exec(word)?.[1];
      const list = word === "-r" || word === "--requirement" ? command[index + 1] : joined;
      if (list !== undefined) lists.push(list);
    }
    if (
      command.some(
        (word, index) =>
          /^\.{1,2}(\/.*)?(\[.*\])?$/.test(word) && !/^(-r|--requirement|-c)$/.test(command[index - 1] ?? ""),
      )
    )
      return null;
  }
  if (lists.length === 0) return null;
  const [only] = lists;
  const ours = lists.length === 1 && only !== undefined && /^(\.\/)?[\w][\w./-]*$/.test(only);
  return { instruction, list: ours ? only.replace(/^\.\//, "") : null };
}

/** `COPY . .` above the step that installs the requirements. */
export function copyBeforeInstall(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const stage of context.dockerfile.stages) {
    let copy: DockerfileInstruction | null = null;
    for (const instruction of stage.instructions) {
      if ((instruction.keyword === "COPY" || instruction.keyword === "ADD") && copy === null) {
        const fromContext = copySources(context.dockerfile, stage.index, instruction).some(
          ({ kind }) => kind === "context",
        );
        if (fromContext && takesEverything(instruction)) copy = instruction;
      }
      const install = installOf(context, instruction);
      if (install === null || copy === null) continue;
      findings.push({
        rule: "copy-before-install",
        hadolint: null,
        severity: "warning",
        range: rangeOfInstruction(context, copy),
        message: "All files are copied before the requirements are installed",
        why: WHY,
        fix:
          isOnlyInstall(context, install) && readsNothing(context, stage.instructions, copy, install)
            ? reorder(context, copy, install)
            : null,
      });
      break;
    }
  }
  return findings;
}

/** What a step may do besides, without a look at the files of the project. */
const readsNoFile = /^(?:apt-get|apt|apk|echo|mkdir|set|true|:|rm|useradd|adduser|groupadd|addgroup)$/;

/** Whether the step needs the list and nothing else of what the COPY brings, as far as the list tells. */
function isOnlyInstall(context: LintContext, { instruction, list }: Install): boolean {
  const { commands, isPartial } = stepShell(context, instruction);
  const text = context.files?.find(({ path }) => path === list)?.content;
  // `-e .`, `-c constraints.txt`, `./wheels/x.whl`: the list itself leads to further files.
  const leadsOn =
    text !== undefined &&
    /^[ \t]*(?:-e|--editable|-c|--constraint|-f|--find-links|\.{0,2}\/|file:)|@[ \t]*file:|\.whl[ \t]*$/m.test(
      text,
    );
  return (
    !isPartial &&
    !leadsOn &&
    commands.every(({ words }) => {
      const command = words.map(({ value }) => value);
      if (readsNoFile.test(command[0] ?? "") || command.length === 0) return true;
      const at = pipInstallAt(command);
      if (at === null) return false;
      return command
        .slice(at + 1)
        .every((word, index, rest) =>
          word === list || word === `./${list ?? ""}` || rest[index - 1] === "-r"
            ? true
            : !/[/$*]|\.(?:whl|txt|gz|zip)$|^-(?:c|f)$|^--(?:constraint|find-links)/.test(word) ||
              /^--(?:extra-)?index-url=|^https?:/.test(word),
        );
    })
  );
}

/** Whether nothing between the two looks at what the COPY brings, or decides where it goes. */
function readsNothing(
  context: LintContext,
  instructions: readonly DockerfileInstruction[],
  copy: DockerfileInstruction,
  { instruction: install, list }: Install,
): boolean {
  const dockerignore = context.files?.find(({ path }) => path === ".dockerignore")?.content;
  if (list !== null && dockerignore !== undefined && ignoreFiles(dockerignore)(list)) return false;
  return instructions
    .filter(({ line }) => line > copy.line && line < install.line)
    .every(
      (between) =>
        /^(?:ENV|ARG|LABEL|EXPOSE|STOPSIGNAL|HEALTHCHECK|CMD|ENTRYPOINT)$/.test(between.keyword) ||
        (between.keyword === "RUN" &&
          !stepShell(context, between).isPartial &&
          stepShell(context, between).commands.every(({ words }) =>
            /^(?:apt-get|apt|apk|echo|set|true)$/.test(words[0]?.value ?? ""),
          )),
    );
}

/** The list alone where the copy of everything was, and that copy below the install. Plain forms only. */
function reorder(context: LintContext, copy: DockerfileInstruction, install: Install): LintFix | null {
  const target = copy.words.at(-1);
  const plain = copy.words.length === 2 && copy.line === copy.endLine && copy.flags.length === 0;
  if (install.list === null || target === undefined || !plain || jsonWords(copy.text) !== null) return null;
  const folder = install.list.includes("/") ? install.list.slice(0, install.list.lastIndexOf("/") + 1) : "";
  const place = `${target.endsWith("/") ? target : `${target}/`}${folder}`;
  // One list may name another (-r requirements.txt): all of them come along.
  const lists = install.list.replace(/requirements[^/]*\.txt$/, "requirements*.txt");
  const end = rangeOfInstruction(context, install.instruction);
  const written = rangeOfInstruction(context, copy);
  const line = (context.lines[copy.line - 1] ?? "").trim();
  return {
    title: `Copy ${lists} first, the rest after`,
    edits: [
      { range: written, text: `COPY ${lists} ${place}` },
      { range: at(end.endLine, end.endColumn), text: `\n${line}` },
    ],
  };
}
