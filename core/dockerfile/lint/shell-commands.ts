import type { ShellCommand as Written, ShellWord } from "../../shell/shell-command.ts";
import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import type { LintContext } from "./lint-context.ts";
import { stepShell } from "./step-shell.ts";

export { jsonWords } from "./json-words.ts";

/** Words of one command: `["apt-get", "install", "-y", "curl"]`. Quotes are gone, variables are not put in. */
export type ShellCommand = readonly string[];

/** A command of a step: its words without what only passes them on (`sudo`, `env`, `exec`), and all that is known of it. */
export interface StepCommand {
  readonly words: ShellCommand;
  readonly parts: readonly ShellWord[];
  readonly written: Written;
}

/** Wrappers that run the rest of their words as a command, and their options that take a word of their own. */
const wrappers: ReadonlyMap<string, RegExp> = new Map([
  ["sudo", /^-[ugphCDTr]$/],
  ["exec", /^-a$/],
  ["env", /^-[uCS]$/],
  ["time", /^-[fo]$/],
  ["nice", /^-n$/],
  ["ionice", /^-[cnp]$/],
  ["command", /^$/],
  ["nohup", /^$/],
  ["setsid", /^$/],
  ["xargs", /^-[adEInLPs]$/],
  ["timeout", /^-[ks]$/],
]);

/**
 * The commands of a RUN, in shell form, JSON form or here-document, in branches and loops, and in what is handed to
 * `sh -c`. A here-document of another program is no shell.
 */
export function shellCommands(context: LintContext, instruction: DockerfileInstruction): ShellCommand[] {
  return stepCommands(context, instruction).map(({ words }) => words);
}

/** The same, with places and surroundings. */
export function stepCommands(context: LintContext, instruction: DockerfileInstruction): StepCommand[] {
  return stepShell(context, instruction)
    .commands.map((written) => bare(written))
    .filter(({ words }) => words.length > 0);
}

/** The same with `sudo` and other wrappers still in front. */
export function writtenCommands(context: LintContext, instruction: DockerfileInstruction): ShellCommand[] {
  return stepShell(context, instruction).commands.map(({ words }) => words.map(({ value }) => value));
}

function bare(written: Written): StepCommand {
  const { words } = written;
  let start = 0;
  for (let options = wrappers.get(nameOf(words[start])); options !== undefined;) {
    const wrapper = nameOf(words[start]);
    // It only asks where the program is.
    if (wrapper === "command" && /^-[vV]$/.test(words[start + 1]?.value ?? "")) break;
    start += 1;
    for (let word = words[start]?.value; word !== undefined; word = words[start]?.value) {
      if (options.test(word)) start += 2;
      else if (word.startsWith("-") || /^[A-Za-z_]\w*=/.test(word)) start += 1;
      else break;
    }
    if (wrapper === "timeout") start += 1;
    options = wrappers.get(nameOf(words[start]));
  }
  const parts = words.slice(start);
  return { words: parts.map(({ value }) => value), parts, written };
}

const nameOf = (word: ShellWord | undefined): string => programName(word?.value ?? "");

/** "/usr/bin/apt-get" -> "apt-get". */
export const programName = (program: string): string => program.slice(program.lastIndexOf("/") + 1);

/** Options of apt-get that take the next word as their value. */
const aptOptions = /^(?:-[oct]|--option|--config-file|--target-release|--default-release|-[a-zA-Z]*[oct])$/;

/** What apt or apt-get is asked to do, and with which words; null for any other program. */
export function aptRequest(
  command: ShellCommand,
): { readonly action: string; readonly rest: ShellCommand } | null {
  if (!/^apt(?:-get)?$/.test(programName(command[0] ?? ""))) return null;
  let at = 1;
  while (at < command.length && (command[at] ?? "").startsWith("-")) {
    at += aptOptions.test(command[at] ?? "") ? 2 : 1;
  }
  return { action: command[at] ?? "", rest: command.slice(at + 1) };
}

/** Whether the command is apt or apt-get and does this: "install", "update". */
export function isApt(command: ShellCommand, action: string): boolean {
  return aptRequest(command)?.action === action;
}

/** Packages that an `apt-get install` names, without versions. */
export function aptPackages(command: ShellCommand): string[] {
  const { rest = [] } = aptRequest(command) ?? {};
  return rest
    .filter((word, index) => /^[a-z0-9]/.test(word) && !aptOptions.test(rest[index - 1] ?? ""))
    .map((word) => word.replace(/[=/].*$/, ""));
}

/** Whether the command is pip and installs something; `python -m pip` and `uv pip` count. */
export function isPipInstall(command: ShellCommand): boolean {
  return pipInstallAt(command) !== null;
}

/** Options of pip itself that take the next word as their value. */
const pipOptions = /^(?:--python|--log|--proxy|--retries|--timeout|--cache-dir|--cert|--trusted-host)$/;

/** Index of the word `install` of pip; null when the command is no such thing. */
export function pipInstallAt(command: ShellCommand): number | null {
  const name = programName(command[0] ?? "");
  let at = 1;
  if (/^python3?(\.\d+)?$/.test(name)) {
    while (/^-[BEIOPRSWbdiqsuvx]+$/.test(command[at] ?? "")) at += 1;
    if (command[at] !== "-m" || command[at + 1] !== "pip") return null;
    at += 2;
  } else if (!/^pip3?(\.\d+)?$/.test(name)) return null;
  while (at < command.length && (command[at] ?? "").startsWith("-")) {
    at += pipOptions.test(command[at] ?? "") ? 2 : 1;
  }
  return command[at] === "install" ? at : null;
}
