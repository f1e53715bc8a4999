import type { ShellCommand } from "../../shell/shell-command.ts";
import { readAssignments } from "../assignments.ts";
import type { ChainInstruction } from "../stage-chain.ts";
import { hasOwnUser } from "./known-bases.ts";
import type { LintContext } from "./lint-context.ts";
import { jsonWords, programName } from "./shell-commands.ts";
import { stepShell } from "./step-shell.ts";

export interface StartCommand {
  /** What the container runs, ENTRYPOINT and CMD together. */
  readonly words: readonly string[];
  /** The instruction whose end is the end of the words. */
  readonly instruction: ChainInstruction;
  readonly isList: boolean;
  /** No other command runs before it in the same shell. */
  readonly isOnly: boolean;
}

/** How the image starts; null where nothing says so, or where a script or a variable hides it. */
export function startCommand(context: LintContext): StartCommand | null {
  const { instructions } = context.chain;
  const entry = instructions.findLast(({ keyword }) => keyword === "ENTRYPOINT");
  // A CMD above the stage's ENTRYPOINT is that of the base: it is emptied.
  const command = instructions.findLast(({ keyword }) => keyword === "CMD");
  const entryWords = entry === undefined ? null : jsonWords(entry.text);
  if (entry !== undefined && (command === undefined || entryWords === null)) return read(context, entry, []);
  return command === undefined ? null : read(context, command, entryWords ?? []);
}

const wordsOf = (command: ShellCommand | undefined): string[] =>
  (command?.words ?? []).map(({ value }) => value);

function read(
  context: LintContext,
  instruction: ChainInstruction,
  before: readonly string[],
): StartCommand | null {
  const list = jsonWords(instruction.text);
  if (list === null && /^\s*\[/.test(instruction.text)) return null;
  const step = stepShell(context, instruction);
  const commands = step.commands.filter(({ within }) => !within.includes("substitution"));
  if (list === null && (step.isPartial || commands.length === 0)) return null;
  // What a shell is given: its last command is what stays. What comes before may have made it what it needs.
  let words = list === null ? wordsOf(commands.at(-1)) : [...before, ...list];
  const inner = commands.filter(({ within }) => within.includes("nested"));
  const isOnly = list === null ? commands.length === 1 : inner.length <= 1;
  if (inner.length > 0 && before.length === 0) words = wordsOf(inner.at(-1));
  if (words[0] === "exec") words = words.slice(1);
  if (/^(?:(?:ba|da|a)?sh)$/.test(programName(words[0] ?? "")) && before.length > 0) {
    const [, flag, line] = words;
    if (flag !== "-c" || line === undefined) return null;
    words = line.split(/\s+/);
    if (words[0] === "exec") words = words.slice(1);
  }
  while (/^(?:tini|dumb-init|\S*\/tini)$/.test(words[0] ?? ""))
    words = words.slice(words[1] === "--" ? 2 : 1);
  // Whatever a script or a manager of environments does first is not known.
  if (words[0] === "uv" || words[0] === "poetry" || words[0] === "pipenv") {
    const run = words.indexOf("run");
    words = words.slice(run + 1);
    while (words[0]?.startsWith("-") === true) words = words.slice(1);
  }
  return { words, instruction, isList: list !== null, isOnly };
}

/** Value of an option: `--port 80`, `--port=80`; null when it is not given. */
export function optionOf(words: readonly string[], names: readonly string[]): string | null {
  for (const [index, word] of words.entries()) {
    if (names.includes(word)) return words[index + 1] ?? null;
    const name = names.find((one) => one.startsWith("--") && word.startsWith(`${one}=`));
    if (name !== undefined) return word.slice(name.length + 1);
  }
  return null;
}

export interface Server {
  readonly program:
    "uvicorn" | "gunicorn" | "flask" | "http.server" | "fastapi" | "jupyter" | "mlflow" | "django";
  /** Null where it is not known. */
  readonly host: string | null;
  readonly port: number | null;
}

const settings: Readonly<Record<Server["program"], RegExp>> = {
  uvicorn: /^UVICORN_/,
  gunicorn: /^GUNICORN_CMD_ARGS/,
  flask: /^FLASK_RUN_/,
  "http.server": /^$/,
  fastapi: /^UVICORN_/,
  jupyter: /^JUPYTER_/,
  mlflow: /^MLFLOW_(HOST|PORT)/,
  django: /^$/,
};

/** What a program of Python's world listens to, by its own defaults; null for anything else. */
export function serverOf(context: LintContext, { words }: StartCommand): Server | null {
  const program = programOf(words);
  // Set from elsewhere: the command alone does not tell.
  const isSet = context.chain.instructions.some(
    ({ keyword, words: named }) =>
      keyword === "ENV" && named.some((word) => settings[program ?? "http.server"].test(word)),
  );
  if (program === null || isSet) return null;
  if (program === "gunicorn") {
    if (optionOf(words, ["-c", "--config"]) !== null || isTold(context)) return null;
    const bind = optionOf(words, ["-b", "--bind"]) ?? "127.0.0.1:8000";
    const colon = bind.lastIndexOf(":");
    return {
      program,
      host: colon < 0 ? bind : bind.slice(0, colon),
      port: portOf(colon < 0 ? "8000" : bind.slice(colon + 1)),
    };
  }
  if (program === "http.server") {
    const given = words.slice(words.indexOf("http.server") + 1).find((word) => /^\d+$/.test(word));
    return { program, host: optionOf(words, ["-b", "--bind"]) ?? "0.0.0.0", port: portOf(given ?? "8000") };
  }
  if (program === "django") {
    const [given = "127.0.0.1:8000"] = words
      .slice(words.indexOf("runserver") + 1)
      .filter((word) => !word.startsWith("-"));
    const colon = given.lastIndexOf(":");
    if (words.includes("--settings")) return null;
    return {
      program,
      host: colon < 0 ? "127.0.0.1" : given.slice(0, colon),
      port: portOf(given.slice(colon + 1)),
    };
  }
  if (program === "jupyter") {
    // Its configuration lies in a folder of its own, which a base or a COPY may bring.
    const isConfigured = context.chain.instructions.some(({ text }) =>
      /jupyter\S*config|\.jupyter/.test(text),
    );
    const ip = words
      .map((word) => /^--(?:\w+\.)?ip=["']?([^"']*)/.exec(word)?.[1])
      .find((one) => one !== undefined);
    const host = ip ?? optionOf(words, ["--ip"]);
    if (host === null && (isConfigured || hasOwnUser(context.chain.base.image))) return null;
    return {
      program,
      host: host === "" || host === "*" ? "0.0.0.0" : (host ?? "127.0.0.1"),
      port: portOf(optionOf(words, ["--port"]) ?? "8888"),
    };
  }
  if (program === "fastapi") {
    const isDev = words.includes("dev");
    const host = optionOf(words, ["--host"]) ?? (isDev ? "127.0.0.1" : "0.0.0.0");
    return { program, host, port: portOf(optionOf(words, ["--port"]) ?? "8000") };
  }
  if (program === "mlflow") {
    const host = optionOf(words, ["--host", "-h"]) ?? "127.0.0.1";
    return { program, host, port: portOf(optionOf(words, ["--port", "-p"]) ?? "5000") };
  }
  if (optionOf(words, ["--uds", "--fd", "--env-file"]) !== null) return null;
  const port = optionOf(words, program === "flask" ? ["--port", "-p"] : ["--port"]);
  const host = optionOf(words, program === "flask" ? ["--host", "-h"] : ["--host"]) ?? "127.0.0.1";
  return { program, host, port: portOf(port ?? (program === "flask" ? "5000" : "8000")) };
}

/** gunicorn binds 0.0.0.0:$PORT where PORT is set, and reads gunicorn.conf.py from the folder that it starts in. */
function isTold(context: LintContext): boolean {
  const isSet = context.chain.instructions.some(
    ({ keyword, text }) =>
      (keyword === "ENV" || keyword === "ARG") &&
      readAssignments(keyword, text, context.dockerfile.escape).some(({ name }) => name === "PORT"),
  );
  const hasFile =
    context.files?.some(({ path }) => /(^|\/)gunicorn\.conf\.py$/.test(path)) === true ||
    context.chain.instructions.some(({ text }) => text.includes("gunicorn.conf"));
  return isSet || hasFile;
}

function programOf(words: readonly string[]): Server["program"] | null {
  const names = words.slice(0, 4).map((word) => word.slice(word.lastIndexOf("/") + 1));
  const [first = "", second, third] = names;
  const name = /^python[\d.]*$/.test(first) && second === "-m" ? third : first;
  if (name === "uvicorn" || name === "gunicorn" || name === "http.server") return name;
  if (name === "fastapi" && (words.includes("run") || words.includes("dev"))) return name;
  if (name === "mlflow" && (words.includes("ui") || words.includes("server"))) return name;
  if (
    /^jupyter(?:-lab|-notebook)?$/.test(name ?? "") &&
    (words.includes("lab") || words.includes("notebook") || name !== "jupyter")
  )
    return "jupyter";
  if (words.some((word) => /(^|\/)manage\.py$/.test(word)) && words.includes("runserver")) return "django";
  return name === "flask" && words.includes("run") ? name : null;
}

function portOf(word: string): number | null {
  return /^\d{1,5}$/.test(word) ? Number(word) : null;
}
