import { DockerfileParser, ModifiableInstruction, type Instruction } from "dockerfile-ast";
import { expandVariables } from "./expand-variables.ts";
import { instructionSource } from "./instruction-source.ts";

/** One instruction of a stage (FROM is not among them: see `Stage.from`). Lines are 1-based. */
export interface DockerfileInstruction {
  /** Upper case: "RUN". */
  readonly keyword: string;
  readonly line: number;
  readonly endLine: number;
  /** In the order written; a name may come more than once (--mount). */
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  /** Arguments without flags, split at white space; a here-document's text is not among them. */
  readonly words: readonly string[];
  /** How many here-documents it has. */
  readonly heredocs: number;
  /** Everything after the keyword, as BuildKit would join it. */
  readonly text: string;
}

export interface Stage {
  readonly index: number;
  /** Lower case, as BuildKit compares names; null for a stage without AS. */
  readonly name: string | null;
  readonly from: {
    readonly line: number;
    /** After ARG values were put in. */
    readonly image: string;
    /** As written: `base-${TARGETARCH}`. */
    readonly written: string;
    readonly platform: string | null;
    /** Index of the earlier stage that it continues; null for an image from outside or `scratch`. */
    readonly stage: number | null;
  };
  readonly instructions: readonly DockerfileInstruction[];
  /** Last line that belongs to the stage. */
  readonly endLine: number;
}

export interface ParsedDockerfile {
  /** "\\" or "`". */
  readonly escape: string;
  /** The `# syntax=` line, when there is one. */
  readonly syntax: { readonly line: number; readonly frontend: string } | null;
  readonly stages: readonly Stage[];
  /**
   * Values of the ARG lines above the first FROM, which FROM sees and a stage that asks for them; null for one
   * without a default. What BuildKit sets there by itself (TARGETARCH) has the value of a build for linux/amd64.
   */
  readonly globals: ReadonlyMap<string, string | null>;
  /** Those of them that ARG lines name. */
  readonly globalNames: ReadonlySet<string>;
}

/** What BuildKit sets for FROM by itself; in a stage only where an ARG names it. */
export const platformValues: ReadonlyMap<string, string> = new Map([
  ["TARGETPLATFORM", "linux/amd64"],
  ["TARGETOS", "linux"],
  ["TARGETARCH", "amd64"],
  ["TARGETVARIANT", ""],
  ["BUILDPLATFORM", "linux/amd64"],
  ["BUILDOS", "linux"],
  ["BUILDARCH", "amd64"],
  ["BUILDVARIANT", ""],
]);

/**
 * Reads a Dockerfile into stages. Never throws: what is not a Dockerfile has no stages, and the engine says
 * what is wrong with it. Build arguments have the values that their ARG lines give them.
 */
export function parseDockerfile(text: string): ParsedDockerfile {
  const dockerfile = DockerfileParser.parse(text);
  const directive = dockerfile.getDirectives().find((one) => one.getName().toLowerCase() === "syntax");
  const globals = new Map<string, string>(platformValues);
  const globalNames = new Set<string>();
  const withDefault = new Set<string>(platformValues.keys());
  const stages: Stage[] = [];
  let instructions: DockerfileInstruction[] = [];
  const escape = dockerfile.getEscapeCharacter();
  const lines = text.split(/\r\n|\n|\r/);

  for (const node of dockerfile.getInstructions()) {
    const instruction = readInstruction(node, lines, escape);
    const current = stages.at(-1);
    if (instruction.keyword === "FROM") {
      instructions = [];
      stages.push(readStage(instruction, stages, instructions, globals, escape));
    } else if (current !== undefined) {
      instructions.push(instruction);
      stages[stages.length - 1] = { ...current, endLine: instruction.endLine };
    } else if (instruction.keyword === "ARG") {
      for (const word of instruction.words) {
        const name = setArgument(globals, word, escape);
        if (name === null) continue;
        globalNames.add(name);
        if (word.includes("=")) withDefault.add(name);
      }
    }
  }
  return {
    escape,
    syntax:
      directive === undefined
        ? null
        : { line: directive.getRange().start.line + 1, frontend: directive.getValue().trim() },
    stages,
    globals: new Map([...globals].map(([name, value]) => [name, withDefault.has(name) ? value : null])),
    globalNames,
  };
}

function readInstruction(node: Instruction, lines: readonly string[], escape: string): DockerfileInstruction {
  const range = node.getRange();
  const { start, end } = { start: range.start.line + 1, end: range.end.line + 1 };
  // What a here-document holds is no word of the instruction.
  // Of comments between its lines the library makes words.
  const source =
    start < end && lines.slice(start - 1, end).some((line) => line.includes("<<") || /^[ \t]*#/.test(line))
      ? instructionSource(lines, start, end, escape)
      : null;
  const last = source?.lastLine ?? end;
  const flags =
    node instanceof ModifiableInstruction
      ? node.getFlags().map((flag) => ({ name: flag.getName().toLowerCase(), value: flag.getValue() ?? "" }))
      : writtenFlags(node);
  const words = node
    .getArguments()
    .filter((word) => word.getRange().start.line < last)
    .map((word) => word.getValue());
  return {
    keyword: node.getKeyword().toUpperCase(),
    line: start,
    endLine: end,
    flags,
    words: node instanceof ModifiableInstruction ? words : words.filter((word) => !word.startsWith("--")),
    heredocs: source?.heredocs.length ?? 0,
    text:
      source === null || source.heredocs.length > 0
        ? (node.getArgumentsContent() ?? "")
        : source.text.replace(/^(?:--[A-Za-z-]+(?:=\S*)?\s+){1,20}/, "").trim(),
  };
}

/** The library knows flags on the instructions that take them; anything else keeps them among its words. */
function writtenFlags(node: Instruction): DockerfileInstruction["flags"] {
  return node
    .getArguments()
    .map((word) => /^--([a-z-]+)(?:=(.*))?$/i.exec(word.getValue()))
    .filter((match) => match !== null)
    .map((match) => ({ name: (match[1] ?? "").toLowerCase(), value: match[2] ?? "" }));
}

function readStage(
  from: DockerfileInstruction,
  earlier: readonly Stage[],
  instructions: DockerfileInstruction[],
  globals: ReadonlyMap<string, string>,
  escape: string,
): Stage {
  const [image = "", as, name] = from.words;
  const expanded = expandVariables(image, globals, escape);
  return {
    index: earlier.length,
    name: as?.toLowerCase() === "as" && name !== undefined ? name.toLowerCase() : null,
    from: {
      line: from.line,
      image: expanded,
      written: image,
      platform: from.flags.find((flag) => flag.name === "platform")?.value ?? null,
      stage: findStage(earlier, expanded),
    },
    instructions,
    endLine: from.endLine,
  };
}

/** The latest stage of that name, as BuildKit resolves it: a name may be used again by a later stage. */
export function findStage(stages: readonly Stage[], name: string): number | null {
  const wanted = name.toLowerCase();
  return stages.findLast((stage) => stage.name === wanted)?.index ?? null;
}

/** The name that it has set; null for a word that sets none. */
function setArgument(globals: Map<string, string>, word: string, escape: string): string | null {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?$/s.exec(word);
  const name = match?.[1];
  if (name === undefined) return null;
  const isGiven = match?.[2] === undefined && platformValues.has(name);
  const value = (match?.[2] ?? "").replace(/^"(.*)"$|^'(.*)'$/s, "$1$2");
  if (!isGiven) globals.set(name, expandVariables(value, globals, escape));
  return name;
}
