import { expandVariables } from "./expand-variables.ts";
import type { LintContext } from "./lint/lint-context.ts";
import { isPipInstall, type ShellCommand, shellCommands } from "./lint/shell-commands.ts";
import type { DockerfileInstruction } from "./parse-dockerfile.ts";
import { type PipRequest, type PipRequirement, readPipList, readPipWords } from "./pip-requirement.ts";
import type { StageChain } from "./stage-chain.ts";

/** One `pip install` of a Dockerfile. */
export interface PipInstall {
  readonly line: number;
  /** The words before `install`, without -m: ["python3.11", "pip"], ["pip3"]. */
  readonly program: readonly string[];
  readonly requirements: readonly PipRequirement[];
  /** Indexes and addresses that the command, its lists and the environment name. */
  readonly addresses: readonly string[];
}

const MAX_LISTS = 20;
/**
 * No honest Dockerfile has more. What is beyond is not read: every one of the commands may name the longest list that
 * a file can hold.
 */
const MAX_INSTALLS = 200;
const MAX_REQUIREMENTS = 2000;

/** Texts that lists were read from, and what they ask for: several commands name one list. */
type ReadLists = Map<string, PipRequest>;

/**
 * Every `pip install` of the stages that a stage consists of, with what the requirements files of the workspace
 * say. `files`: path to text. A list that is not among them is passed over.
 */
export function pipInstalls(
  context: LintContext,
  chain: StageChain,
  files: ReadonlyMap<string, string>,
): PipInstall[] {
  const values = new Map<string, string>();
  const globals = globalArguments(context);
  const renamed = new Map<string, string>();
  const installs: PipInstall[] = [];
  const lists: ReadLists = new Map();
  for (const instruction of chain.instructions) {
    if (instruction.keyword === "ARG" || instruction.keyword === "ENV") {
      setValues(values, globals, instruction, context.dockerfile.escape);
    }
    if (instruction.keyword === "COPY" || instruction.keyword === "ADD") noteRename(renamed, instruction);
    if (instruction.keyword !== "RUN") continue;
    for (const written of shellCommands(context, instruction)) {
      const command = written.map((word) => expandVariables(word, values, ""));
      const isUv = command[0] === "uv" && command[1] === "pip" && command[2] === "install";
      if ((!isUv && !isPipInstall(command)) || installs.length >= MAX_INSTALLS) continue;
      const at = command.indexOf("install");
      installs.push({
        line: instruction.line,
        program: command.slice(0, at).filter((word) => !word.startsWith("-")),
        ...readInstall(command.slice(at + 1), files, renamed, indexesOf(values), lists),
      });
    }
  }
  return installs;
}

function readInstall(
  words: ShellCommand,
  files: ReadonlyMap<string, string>,
  renamed: ReadonlyMap<string, string>,
  addresses: readonly string[],
  lists: ReadLists,
): Pick<PipInstall, "requirements" | "addresses"> {
  const first = readPipWords(words);
  const found = { requirements: [...first.requirements], addresses: [...addresses, ...first.addresses] };
  const waiting = [...first.lists];
  const seen = new Set<string>();
  for (let list = waiting.shift(); list !== undefined && seen.size < MAX_LISTS; list = waiting.shift()) {
    const name = baseName(list);
    if (seen.has(name)) continue;
    seen.add(name);
    // Where a list lies in the image is not followed: its name is.
    const path = renamed.get(name) ?? [...files.keys()].find((one) => baseName(one) === name);
    const text = path === undefined ? undefined : files.get(path);
    if (text === undefined) continue;
    const more = lists.get(text) ?? readPipList(text);
    lists.set(text, more);
    found.requirements.push(...more.requirements);
    found.addresses.push(...more.addresses);
    waiting.push(...more.lists);
  }
  return {
    requirements: found.requirements.slice(0, MAX_REQUIREMENTS),
    addresses: found.addresses.slice(0, MAX_REQUIREMENTS),
  };
}

/** ARG lines above the first FROM: stages get them by an ARG without a value. */
function globalArguments(context: LintContext): Map<string, string> {
  const globals = new Map<string, string>();
  const first = context.dockerfile.stages[0]?.from.line ?? 1;
  for (const line of context.lines.slice(0, first - 1)) {
    const match = /^\s*ARG\s+([A-Za-z_]\w*)=(\S*)/i.exec(line);
    if (match?.[1] !== undefined) globals.set(match[1], unquote(match[2] ?? ""));
  }
  return globals;
}

function setValues(
  values: Map<string, string>,
  globals: ReadonlyMap<string, string>,
  { keyword, words }: DockerfileInstruction,
  escape: string,
): void {
  const [name = "", value] = words;
  if (keyword === "ENV" && !name.includes("=") && value !== undefined) {
    values.set(name, expandVariables(unquote(value), values, escape));
    return;
  }
  for (const word of words) {
    const match = /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(word);
    if (match?.[1] === undefined) continue;
    const given = match[2] ?? globals.get(match[1]);
    if (given !== undefined) values.set(match[1], expandVariables(unquote(given), values, escape));
  }
}

const INDEX_VARIABLES = [
  "PIP_INDEX_URL",
  "PIP_EXTRA_INDEX_URL",
  "UV_INDEX_URL",
  "UV_EXTRA_INDEX_URL",
  "UV_INDEX",
];
const indexesOf = (values: ReadonlyMap<string, string>): string[] =>
  INDEX_VARIABLES.flatMap((name) => (values.get(name) ?? "").split(/\s+/)).filter((one) => one !== "");

/** `COPY requirements-gpu.txt /tmp/list.txt` */
function noteRename(renamed: Map<string, string>, { words }: DockerfileInstruction): void {
  const [source, target] = words;
  if (words.length !== 2 || source === undefined || target === undefined || /[/.]$/.test(target)) return;
  renamed.set(baseName(target), source.replace(/^\.\//, ""));
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const unquote = (text: string): string => text.replace(/^"(.*)"$|^'(.*)'$/s, "$1$2");
