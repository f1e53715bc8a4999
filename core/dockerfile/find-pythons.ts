import type { LintContext } from "./lint/lint-context.ts";
import { jsonWords, type ShellCommand, shellCommands } from "./lint/shell-commands.ts";
import type { StageChain } from "./stage-chain.ts";
import { startInstruction } from "./start-instruction.ts";

/** A Python that a stage names somewhere, by the version that it can be told to have. */
export interface NamedPython {
  /** "3.11", or "python3 of example/image:1" where no version is known. */
  readonly version: string;
  /** As it is written: "pip3", "python3.11", "/opt/venv/bin/pip". */
  readonly written: string;
  readonly line: number;
}

/** What a stage does with Pythons, by its text. */
export interface StagePythons {
  /** Versions that apt is asked for by their number: python3.11. */
  readonly asked: readonly NamedPython[];
  /** What the start command runs on; null when the command does not tell. */
  readonly start: NamedPython | null;
  /** Whose packages a command installs. `program`: the words before `install`, without options. */
  readonly ofPip: (program: readonly string[], line: number) => NamedPython;
}

/** The python3 of a distribution's release, which is also the one that its python3-pip belongs to. */
const distributions: readonly (readonly [RegExp, string])[] = [
  [/ubuntu[:-]?(20\.04|focal)/, "3.8"],
  [/ubuntu[:-]?(22\.04|jammy)/, "3.10"],
  [/ubuntu[:-]?(24\.04|noble)/, "3.12"],
  [/debian:(11|bullseye)/, "3.9"],
  [/debian:(12|bookworm)/, "3.11"],
  [/debian:(13|trixie)/, "3.13"],
];

/** The version behind a plain `python3` or `pip` of an image; null where its name does not tell. */
function pythonOfImage(image: string): string | null {
  const official = /(?:^|\/)python:(\d+\.\d+)/.exec(image)?.[1];
  return official ?? distributions.find(([pattern]) => pattern.test(image))?.[1] ?? null;
}

/** Reads which Python each command of a stage belongs to. Virtual environments count as what made them. */
export function findPythons(context: LintContext, chain: StageChain): StagePythons {
  const plain = pythonOfImage(chain.base.image) ?? `python3 of ${chain.base.image}`;
  const environments = new Map<string, string>();
  const asked: NamedPython[] = [];
  let onPath: string | null = null;

  const versionOf = (program: string): string => {
    const name = program.slice(program.lastIndexOf("/") + 1);
    const folder = /^(.*)\/bin\/[^/]*$/.exec(program)?.[1];
    const own = folder === undefined ? undefined : environments.get(folder);
    if (own !== undefined) return own;
    const numbered = /^(?:python|pip)(\d+\.\d+)$/.exec(name)?.[1];
    if (numbered !== undefined) return numbered;
    return (onPath === null || program.includes("/") ? undefined : environments.get(onPath)) ?? plain;
  };

  for (const instruction of chain.instructions) {
    if (instruction.keyword === "ENV") onPath = pathIn(instruction.text) ?? onPath;
    if (instruction.keyword !== "RUN") continue;
    for (const command of shellCommands(context, instruction)) {
      const place = environmentOf(command);
      if (place !== null) environments.set(place, versionOf(command[0] ?? ""));
      for (const written of numberedPythons(command)) {
        asked.push({ version: written.slice("python".length), written, line: instruction.line });
      }
    }
  }
  const command = startInstruction(chain.instructions);
  const [word] = command === undefined ? [] : startWords(command.text);
  return {
    asked,
    start:
      command === undefined || word === undefined
        ? null
        : { version: versionOf(word), written: word, line: command.line },
    ofPip: (program, line) => ({ version: versionOf(program[0] ?? ""), written: program.join(" "), line }),
  };
}

/** `python3.11 -m venv /opt/venv`, `virtualenv /opt/venv`: the folder. */
function environmentOf(command: ShellCommand): string | null {
  const at = command.indexOf("venv");
  const module = at > 0 && command[at - 1] === "-m";
  if (!module && command[0] !== "virtualenv") return null;
  return (
    command
      .slice(module ? at + 1 : 1)
      .find((word) => word.startsWith("/"))
      ?.replace(/\/$/, "") ?? null
  );
}

function numberedPythons(command: ShellCommand): string[] {
  const isApt = command[0] === "apt-get" || command[0] === "apt";
  if (!isApt || !command.includes("install")) return [];
  return command.filter((word) => /^python3\.\d+$/.test(word));
}

/** The folder in front of $PATH, when it is some environment's. */
function pathIn(text: string): string | null {
  return /(?:^|\s)PATH[= ]"?([^":]+)\/bin(?=[":])/.exec(text)?.[1] ?? null;
}

function startWords(text: string): string[] {
  const words = jsonWords(text) ?? text.trim().split(/\s+/);
  return words[0] === "exec" ? words.slice(1) : words;
}
