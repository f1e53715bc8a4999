import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import type { LintContext } from "./lint-context.ts";

/** Words of one command: `["apt-get", "install", "-y", "curl"]`. Quotes are gone, variables are not put in. */
export type ShellCommand = readonly string[];

/** Wrappers that run the rest of their words as a command. */
const wrappers = new Set(["sudo", "exec", "env", "time", "nice"]);

/**
 * The commands of a RUN, in shell form, JSON form or here-document. A reading for advice, not a shell: it
 * splits at `&&`, `||`, `;`, `|`, `&`, line ends and brackets outside quotes, and follows `sudo` and `NAME=value` prefixes.
 */
export function shellCommands(context: LintContext, instruction: DockerfileInstruction): ShellCommand[] {
  return writtenCommands(context, instruction)
    .map(bare)
    .filter((words) => words.length > 0);
}

/** The same with `sudo` and other wrappers still in front. */
export function writtenCommands(context: LintContext, instruction: DockerfileInstruction): ShellCommand[] {
  const json = jsonWords(instruction.text);
  return json === null ? splitCommands(sourceOf(context, instruction)) : [json];
}

/** Whether the command is apt or apt-get and does this: "install", "update". */
export function isApt([program, ...rest]: ShellCommand, action: string): boolean {
  return (program === "apt-get" || program === "apt") && rest.includes(action);
}

/** Packages that an `apt-get install` names, without versions. */
export function aptPackages(command: ShellCommand): string[] {
  return command
    .slice(command.indexOf("install") + 1)
    .filter((word) => /^[a-z0-9]/.test(word))
    .map((word) => word.replace(/[=/].*$/, ""));
}

/** Words of an exec form, null when it is not one. */
export function jsonWords(text: string): string[] | null {
  if (!text.trimStart().startsWith("[")) return null;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((word) => typeof word === "string") ? value : null;
  } catch {
    return null;
  }
}

/** Text of the instruction after its keyword and flags, continued lines joined, comment lines left out. */
function sourceOf(context: LintContext, instruction: DockerfileInstruction): string {
  const escape = context.dockerfile.escape === "`" ? /`[ \t]*$/ : /\\[ \t]*$/;
  let text = "";
  for (const line of context.lines.slice(instruction.line - 1, instruction.endLine)) {
    if (/^\s*#/.test(line)) continue;
    text += escape.test(line) ? `${line.replace(escape, "")} ` : `${line}\n`;
  }
  return text.replace(/^\s*\S+\s*/, "").replace(/^(--[a-z-]+(=\S*)?\s+)+/i, "");
}

function splitCommands(text: string): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word = "";
  // Not asked of the word: that would write it anew for every sign, as long as it has grown.
  let last = "";
  let quoted = false;
  let quote: string | null = null;
  const lastBrace = text.lastIndexOf("}");
  const add = (piece: string): void => {
    word += piece;
    last = piece.slice(-1);
  };
  const endWord = (): void => {
    if (word !== "" || quoted) words.push(word);
    word = "";
    last = "";
    quoted = false;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== null) {
      if (character === quote) quote = null;
      else add(character);
    } else if (character === '"' || character === "'") {
      quote = character;
      quoted = true;
    } else if (character === "\\") {
      at += 1;
      add(text.charAt(at));
    } else if (character === "$" && text.charAt(at + 1) === "{" && at < lastBrace) {
      // A variable is part of its word.
      const end = text.indexOf("}", at);
      add(text.slice(at, end + 1));
      at = end;
    } else if (/[&|;\n(){}]/.test(character) && last !== "$") endCommand();
    else if (/\s/.test(character)) endWord();
    else add(character);
  }
  endCommand();
  return commands;
}

function bare(words: readonly string[]): ShellCommand {
  let start = 0;
  while (start < words.length) {
    const word = words[start] ?? "";
    if (!wrappers.has(word) && !/^[A-Za-z_][A-Za-z0-9_]*=/.test(word)) break;
    start += 1;
  }
  return words.slice(start);
}

/** Whether the command is pip and installs something; `python -m pip` counts. */
export function isPipInstall(command: ShellCommand): boolean {
  const [program = "", ...rest] = command;
  const name = program.slice(program.lastIndexOf("/") + 1);
  if (/^pip3?(\.\d+)?$/.test(name)) return rest.includes("install");
  const module = rest.indexOf("-m");
  return (
    /^python3?(\.\d+)?$/.test(name) && module >= 0 && rest[module + 1] === "pip" && rest.includes("install")
  );
}
