import type { CommandArgument, SyntaxNode as ShellNode } from "unbash";

/** Programs that say or prepare something, and ask nothing. */
export const SILENT =
  /^(?:echo|printf|set|shopt|export|cd|date|sleep|true|:|source|\.|trap|local|readonly|declare|umask|pwd|clear|rm|mkdir|touch|chmod)$/;
/** What old scenarios print when a step is done: there it is the answer, and not the exit code. */
const SUCCESS = /\b(?:done|ok|success\w*|pass(?:ed)?|correct|well done|congrat\w*|verified)\b/i;

/** An argument without its quotes; one that sets a variable as it is written. */
export const valueOf = (arg: CommandArgument | undefined): string | undefined =>
  arg?.type === "Word" ? arg.value : arg?.text;

const sourceOf = (node: ShellNode): string =>
  node.type === "Command" ? [node.name, ...node.args].map((word) => word?.text ?? "").join(" ") : "";

/** `[ $? -eq 0 ]`, or an `if` that asks it. */
export function looksAtExitCode(node: ShellNode): boolean {
  if (node.type === "If") return looksAtExitCode(node.clause);
  if (node.type === "CompoundList")
    return (
      node.commands.length === 1 &&
      node.commands[0] !== undefined &&
      looksAtExitCode(node.commands[0].command)
    );
  if (node.type === "Statement") return looksAtExitCode(node.command);
  if (node.type === "Command")
    return /^(?:\[|test) "?\$\?"? (?:-eq|-ne|==?|!=) "?0"?(?: \])?$/.test(sourceOf(node));
  return false;
}

/** Of a node that looks at an exit code: whether it has to be 0. */
export const isZeroTest = (node: ShellNode): boolean => / (?:-eq|==?) /.test(sourceOf(node));

/** How a command ends the script: true for well, false for badly; null when it goes on. */
export function endOf(node: ShellNode): boolean | null {
  if (node.type === "Command" && (node.name?.value === "exit" || node.name?.value === "return"))
    return (valueOf(node.args[0]) ?? "0") === "0";
  if (node.type === "Command" && node.name?.value === "false") return false;
  if (node.type === "BraceGroup" || node.type === "Subshell") return endOf(node.body);
  if (node.type === "Statement") return endOf(node.command);
  if (node.type === "CompoundList") {
    const last = node.commands.at(-1);
    return node.commands.slice(0, -1).every(({ command }) => isSilent(command)) && last !== undefined
      ? endOf(last.command)
      : null;
  }
  return null;
}

/** It says or prepares something, and asks nothing. */
export function isSilent(node: ShellNode): boolean {
  if (node.type === "Statement" || node.type === "Redirected") return isSilent(node.command);
  return node.type === "Command" && (node.name === undefined || SILENT.test(node.name.value));
}

/** It prints that a step is done. */
export function saysSuccess(node: ShellNode): boolean {
  if (node.type === "CompoundList") return node.commands.some(({ command }) => saysSuccess(command));
  if (node.type === "Statement") return saysSuccess(node.command);
  return (
    node.type === "Command" &&
    /^(?:echo|printf)$/.test(node.name?.value ?? "") &&
    node.args.some((arg) => SUCCESS.test(valueOf(arg) ?? ""))
  );
}
