import { expandVariables } from "./expand-variables.ts";
import { joinArguments, splitArguments } from "./split-arguments.ts";
import {
  readDirectives,
  splitInstructions,
  type WrittenDirective,
  type WrittenInstruction,
} from "./split-instructions.ts";

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

/** What a person writes is far below this; beyond it nothing is parsed. Characters, then counts. */
export const dockerfileLimits = { characters: 65_536, stages: 100, instructions: 1000 } as const;

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

const NOTHING: ParsedDockerfile = {
  escape: "\\",
  syntax: null,
  stages: [],
  globals: platformValues,
  globalNames: new Set(),
};

/**
 * Why a Dockerfile is too long to be read here, in words for the student; null when it is not. The time that it
 * takes grows with the bound and not with the text.
 */
export function findExcess(text: string): string | null {
  const { characters, stages, instructions } = dockerfileLimits;
  if (text.length > characters) {
    return `The Dockerfile has ${text.length} characters; up to ${characters} can be built here. Your file is saved as it is. Move data and long scripts into files of their own and COPY them.`;
  }
  const written = readWritten(text).instructions;
  const from = written.filter(({ keyword }) => keyword.toUpperCase() === "FROM").length;
  if (from > stages) {
    return `The Dockerfile has ${from} stages (FROM lines); up to ${stages} can be built here. Your file is saved as it is.`;
  }
  return written.length > instructions
    ? `The Dockerfile has ${written.length} instructions; up to ${instructions} can be built here. Your file is saved as it is. Join RUN lines with && or move them into a script.`
    : null;
}

/**
 * Reads a Dockerfile into stages. Never throws: what is not a Dockerfile, and one beyond `dockerfileLimits`, has
 * no stages; the engine or `findExcess` says what is wrong with it. Build arguments have the values that their ARG
 * lines give them. Takes time in proportion to the text.
 */
export function parseDockerfile(text: string): ParsedDockerfile {
  if (findExcess(text) !== null) return NOTHING;
  const { directives, escape, instructions: written } = readWritten(text);
  const lines = new LineStarts(text);
  const globals = new Map<string, string>(platformValues);
  const globalNames = new Set<string>();
  const withDefault = new Set<string>(platformValues.keys());
  const names = new Map<string, number>();
  const stages: (Stage & { instructions: DockerfileInstruction[]; endLine: number })[] = [];
  for (const one of written) {
    const instruction = readInstruction(text, one, escape, lines);
    const current = stages.at(-1);
    if (instruction.keyword === "FROM") {
      const [image = "", as, name] = instruction.words;
      const expanded = expandVariables(image, globals, escape);
      const stage = {
        index: stages.length,
        name: as?.toLowerCase() === "as" && name !== undefined ? name.toLowerCase() : null,
        // The latest stage of that name, as BuildKit resolves it: a name may be used again by a later stage.
        from: {
          line: instruction.line,
          image: expanded,
          written: image,
          platform: instruction.flags.find((flag) => flag.name === "platform")?.value ?? null,
          stage: names.get(expanded.toLowerCase()) ?? null,
        },
        instructions: [],
        endLine: instruction.endLine,
      };
      if (stage.name !== null) names.set(stage.name, stage.index);
      stages.push(stage);
    } else if (current !== undefined) {
      current.instructions.push(instruction);
      current.endLine = instruction.endLine;
    } else if (instruction.keyword === "ARG") {
      for (const word of instruction.words) {
        const name = setArgument(globals, word, escape);
        if (name === null) continue;
        globalNames.add(name);
        if (word.includes("=")) withDefault.add(name);
      }
    }
  }
  const syntax = directives.find(({ name }) => name.toLowerCase() === "syntax");
  return {
    escape,
    syntax: syntax === undefined ? null : { line: lines.lineOf(syntax.start), frontend: syntax.value.trim() },
    stages,
    globals: new Map([...globals].map(([name, value]) => [name, withDefault.has(name) ? value : null])),
    globalNames,
  };
}

interface Written {
  readonly directives: readonly WrittenDirective[];
  readonly escape: string;
  readonly instructions: readonly WrittenInstruction[];
}

function readWritten(text: string): Written {
  const directives = readDirectives(text);
  const asked = directives.find(
    ({ name, value }) => name.toLowerCase() === "escape" && (value === "\\" || value === "`"),
  );
  const escape = asked?.value ?? "\\";
  const last = directives.at(-1);
  const from = last === undefined ? (text.startsWith("\uFEFF") ? 1 : 0) : last.end;
  return { directives, escape, instructions: splitInstructions(text, from, escape) };
}

/** Which flags an instruction takes; of any other, words that look like flags are told apart here. */
const flagged = new Set(["ADD", "COPY", "FROM", "RUN"]);
const listed = new Set(["CMD", "ENTRYPOINT", "SHELL", "VOLUME"]);

function readInstruction(
  text: string,
  { keyword: written, start, keywordEnd, argumentsEnd, heredocs, end }: WrittenInstruction,
  escape: string,
  lines: LineStarts,
): DockerfileInstruction {
  const keyword = written.toUpperCase();
  const all = splitArguments(text, keywordEnd, argumentsEnd, escape);
  const takesFlags = flagged.has(keyword) || keyword === "HEALTHCHECK";
  const until = all.findIndex(({ value }) => value === "CMD" || value === "NONE");
  const health = until === -1 ? all : all.slice(0, until);
  const candidates = keyword === "HEALTHCHECK" ? health : all.slice(0, lastOfFlags(all));
  const flags = takesFlags ? candidates.filter(({ value }) => value.startsWith("--")) : [];
  const words = takesFlags ? all.slice(flags.length) : all;
  const plain = !takesFlags && !listed.has(keyword);
  const [line, endLine] = [lines.lineOf(start), lines.lineOf(end)];
  return {
    keyword,
    line,
    endLine,
    flags: plain ? writtenFlags(all.map(({ value }) => value)) : flags.map(({ value }) => readFlag(value)),
    words: words.map(({ value }) => value).filter((word) => !plain || !word.startsWith("--")),
    heredocs,
    // What a here-document holds is no word of the instruction.
    text: joinArguments(text, words, escape) + text.slice(argumentsEnd, end),
  };
}

/** The search for flags ends at the first word that has no "--" in it. */
function lastOfFlags(words: readonly { readonly value: string }[]): number {
  const at = words.findIndex(({ value }) => !value.includes("--"));
  return at === -1 ? words.length : at;
}

function readFlag(word: string): { name: string; value: string } {
  const at = word.indexOf("=");
  return at === -1
    ? { name: word.slice(2).toLowerCase(), value: "" }
    : { name: word.slice(2, at).toLowerCase(), value: word.slice(at + 1) };
}

/** Other instructions have no flags by their syntax; what looks like one is kept apart all the same. */
function writtenFlags(words: readonly string[]): DockerfileInstruction["flags"] {
  return words
    .map((word) => /^--([a-z-]+)(?:=(.*))?$/i.exec(word))
    .filter((match) => match !== null)
    .map((match) => ({ name: (match[1] ?? "").toLowerCase(), value: match[2] ?? "" }));
}

/** Where each line of a text begins. */
class LineStarts {
  readonly #starts = [0];

  constructor(text: string) {
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charAt(at);
      if (character === "\r" && text.charAt(at + 1) === "\n") at += 1;
      if (character === "\n" || character === "\r") this.#starts.push(at + 1);
    }
  }

  /** 1-based. */
  lineOf(offset: number): number {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
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
