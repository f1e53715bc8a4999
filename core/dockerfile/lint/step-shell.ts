import type { TextRange } from "../../advice/finding.ts";
import { readCommands } from "../../shell/read-commands.ts";
import type { ShellCommand, ShellWord } from "../../shell/shell-command.ts";
import { type InstructionSource, instructionSource } from "../instruction-source.ts";
import type { DockerfileInstruction, ParsedDockerfile } from "../parse-dockerfile.ts";
import { jsonWords } from "./json-words.ts";

/** What the shell makes of a RUN, CMD, ENTRYPOINT or the command of a HEALTHCHECK. */
export interface StepShell {
  /** list: JSON, no shell. script: a here-document that is the whole step. line: a line for the shell. */
  readonly form: "list" | "script" | "line";
  readonly commands: readonly ShellCommand[];
  /** Not everything was understood: a rule must not conclude from what is not there. */
  readonly isPartial: boolean;
  /** The text that `start` and `end` of the commands count in. */
  readonly text: string;
  /** Program that reads the text: "/bin/sh" where no SHELL says otherwise; `null` for a list. */
  readonly shell: readonly string[] | null;
  readonly source: InstructionSource;
  readonly rangeOf: (piece: { readonly start: number; readonly end: number }) => TextRange;
}

interface Given {
  readonly dockerfile: ParsedDockerfile;
  readonly lines: readonly string[];
}

/** Many rules ask for the same step, and parsing it is most of the work. */
const known = new WeakMap<ParsedDockerfile, Map<number, StepShell>>();

export function stepShell(context: Given, instruction: DockerfileInstruction): StepShell {
  const steps = known.get(context.dockerfile) ?? new Map<number, StepShell>();
  known.set(context.dockerfile, steps);
  const step = steps.get(instruction.line) ?? readStep(context, instruction);
  steps.set(instruction.line, step);
  return step;
}

const flags = /^(?:--[A-Za-z-]+(?:=\S*)?[ \t]+){1,20}/;

function readStep(context: Given, instruction: DockerfileInstruction): StepShell {
  const { dockerfile, lines } = context;
  const source = instructionSource(lines, instruction.line, instruction.endLine, dockerfile.escape);
  const takesFlags = instruction.keyword === "RUN" || instruction.keyword === "HEALTHCHECK";
  let skipped = takesFlags ? (flags.exec(source.text)?.[0].length ?? 0) : 0;
  if (instruction.keyword === "HEALTHCHECK")
    skipped += /^CMD[ \t]*/i.exec(source.text.slice(skipped))?.[0].length ?? 0;
  const line = source.text.slice(skipped);
  const range = (place: (offset: number) => { line: number; column: number }): StepShell["rangeOf"] => {
    return ({ start, end }) => {
      const from = place(start);
      const to = place(Math.max(start, end - 1));
      return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column + 1 };
    };
  };
  const onLine = range((offset) => source.placeOf(offset + skipped));

  const list = jsonWords(line);
  if (list !== null) {
    return { form: "list", ...readList(list, line), text: line, shell: null, source, rangeOf: onLine };
  }
  const shell = shellAt(dockerfile, instruction.line);
  const [document] = source.heredocs;
  if (document !== undefined && /^\d{0,3}<<-?\S+[ \t]*$/.test(line)) {
    const body = lines
      .slice(document.line - 1, document.endLine - (document.isClosed ? 1 : 0))
      .map((one) => (document.chomp ? one.replace(/^\t+/, "") : one));
    const starts: number[] = [];
    let length = 0;
    for (const one of body) {
      starts.push(length);
      length += one.length + 1;
    }
    const text = body.join("\n");
    const program = /^#![ \t]*(?:\S*\/env[ \t]+(?:-S[ \t]+)?)?(\S+)/.exec(text)?.[1] ?? null;
    const reader = program === null ? shell : [program];
    return {
      form: "script",
      ...(isShell(reader) ? readCommands(text) : { commands: [], isPartial: false }),
      text,
      shell: reader,
      source,
      rangeOf: range((offset) => {
        const at = Math.max(
          0,
          starts.findLastIndex((start) => start <= offset),
        );
        return { line: document.line + at, column: offset - (starts[at] ?? 0) + 1 };
      }),
    };
  }
  // A here-document of a program on the line: the shell reads it, as what that program is given.
  const last = source.heredocs.at(-1);
  const text =
    last === undefined ? line : `${line}\n${lines.slice(source.lastLine, last.endLine).join("\n")}\n`;
  const read = isShell(shell) ? readCommands(text) : { commands: [], isPartial: true };
  return { form: "line", ...read, text, shell, source, rangeOf: onLine };
}

const isShell = (shell: readonly string[]): boolean => /(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(shell[0] ?? "");

const shells = new WeakMap<ParsedDockerfile, ReadonlyMap<number, readonly string[]>>();

/** What SHELL says of each line, in its stage or in one that it continues. */
function shellAt(dockerfile: ParsedDockerfile, line: number): readonly string[] {
  let byLine = shells.get(dockerfile);
  if (byLine === undefined) {
    const read = new Map<number, readonly string[]>();
    const last: (readonly string[])[] = [];
    for (const { from, index, instructions } of dockerfile.stages) {
      let shell = (from.stage === null ? undefined : last[from.stage]) ?? ["/bin/sh", "-c"];
      for (const { keyword, text, line: at } of instructions) {
        if (keyword === "SHELL") shell = jsonWords(text) ?? shell;
        read.set(at, shell);
      }
      last[index] = shell;
    }
    byLine = read;
    shells.set(dockerfile, byLine);
  }
  return byLine.get(line) ?? ["/bin/sh", "-c"];
}

/** A list has one command; `["sh", "-c", "..."]` has those of its text as well. */
function readList(list: readonly string[], written: string): Pick<StepShell, "commands" | "isPartial"> {
  let from = 0;
  const words: ShellWord[] = list.map((value) => {
    const text = JSON.stringify(value);
    const at = written.indexOf(text, from);
    if (at >= 0) from = at + text.length;
    const start = Math.max(at, 0);
    return { value, text, start, end: at < 0 ? written.length : from, isLiteral: true, variables: [] };
  });
  const command: ShellCommand = {
    words,
    assignments: [],
    redirects: [],
    start: 0,
    end: written.trimEnd().length,
    within: [],
    pipe: { index: 0, count: 1 },
    list: 0,
  };
  const inner = words.findIndex(({ value }, index) => index > 0 && /^-[a-z]*c$/.test(value));
  const text = words[inner + 1];
  if (inner < 0 || text === undefined || !isShell([list[0] ?? ""]))
    return { commands: [command], isPartial: false };
  const read = readCommands(text.value);
  return {
    isPartial: read.isPartial,
    commands: [
      command,
      ...read.commands.map((one) => ({
        ...one,
        start: text.start,
        end: text.end,
        words: one.words.map((word) => ({ ...word, start: text.start, end: text.end })),
        within: ["nested" as const, ...one.within],
      })),
    ],
  };
}
