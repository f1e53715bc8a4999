import type { ChainInstruction } from "../stage-chain.ts";
import type { LintContext } from "./lint-context.ts";
import { jsonWords } from "./shell-commands.ts";

export interface StartCommand {
  /** What the container runs, ENTRYPOINT and CMD together. */
  readonly words: readonly string[];
  /** The instruction whose end is the end of the words. */
  readonly instruction: ChainInstruction;
  readonly isList: boolean;
}

/** How the image starts; null where nothing says so, or where a script or a variable hides it. */
export function startCommand(context: LintContext): StartCommand | null {
  const { instructions } = context.chain;
  const entry = instructions.findLast(({ keyword }) => keyword === "ENTRYPOINT");
  // A CMD above the stage's ENTRYPOINT is that of the base: it is emptied.
  const command = instructions.findLast(({ keyword }) => keyword === "CMD");
  const entryWords = entry === undefined ? null : jsonWords(entry.text);
  if (entry !== undefined && (command === undefined || entryWords === null)) return read(entry, []);
  return command === undefined ? null : read(command, entryWords ?? []);
}

function read(instruction: ChainInstruction, before: readonly string[]): StartCommand | null {
  const list = jsonWords(instruction.text);
  if (list === null && /^\s*\[/.test(instruction.text)) return null;
  let words = [...before, ...(list ?? instruction.words)];
  const [shell = "", flag, line] = words;
  if (/(^|\/)(ba|da)?sh$/.test(shell) && flag === "-c" && line !== undefined) words = line.split(/\s+/);
  if (words[0] === "exec") words = words.slice(1);
  return { words, instruction, isList: list !== null };
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
  readonly program: "uvicorn" | "gunicorn" | "flask" | "http.server";
  /** Null where it is not known. */
  readonly host: string | null;
  readonly port: number | null;
}

const settings: Readonly<Record<Server["program"], RegExp>> = {
  uvicorn: /^UVICORN_/,
  gunicorn: /^GUNICORN_CMD_ARGS/,
  flask: /^FLASK_RUN_/,
  "http.server": /^$/,
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
    if (optionOf(words, ["-c", "--config"]) !== null) return null;
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
  if (optionOf(words, ["--uds", "--fd"]) !== null) return null;
  const port = optionOf(words, program === "flask" ? ["--port", "-p"] : ["--port"]);
  const host = optionOf(words, program === "flask" ? ["--host", "-h"] : ["--host"]) ?? "127.0.0.1";
  return { program, host, port: portOf(port ?? (program === "flask" ? "5000" : "8000")) };
}

function programOf(words: readonly string[]): Server["program"] | null {
  const names = words.slice(0, 4).map((word) => word.slice(word.lastIndexOf("/") + 1));
  const [first = "", second, third] = names;
  const name = /^python[\d.]*$/.test(first) && second === "-m" ? third : first;
  if (name === "uvicorn" || name === "gunicorn" || name === "http.server") return name;
  return name === "flask" && words.includes("run") ? name : null;
}

function portOf(word: string): number | null {
  return /^\d{1,5}$/.test(word) ? Number(word) : null;
}
