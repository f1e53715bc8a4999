import type { LintFinding, TextFile, TextRange } from "../../advice/finding.ts";
import {
  type DockerfileInstruction,
  type ParsedDockerfile,
  parseDockerfile,
  type Stage,
} from "../parse-dockerfile.ts";
import { finalChain, type StageChain } from "../stage-chain.ts";

/** What every rule is given. There is at least one stage. */
export interface LintContext {
  readonly dockerfile: ParsedDockerfile;
  /** The stage that becomes the image. */
  readonly last: Stage;
  /** The stages whose layers are in the image: the last, and those that it continues. */
  readonly chain: StageChain;
  /** Lines of the source, without their ends. */
  readonly lines: readonly string[];
  /** The whole workspace; null where only the Dockerfile is known. */
  readonly files: readonly TextFile[] | null;
  /** The Dockerfile lies at the top of the workspace, which is then what is built. */
  readonly isAtTop: boolean;
}

export type LintRule = (context: LintContext) => readonly LintFinding[];

/** Null for a text without a stage: there is nothing to judge yet. */
export function lintContext(
  text: string,
  files: readonly TextFile[] | null = null,
  path = "Dockerfile",
): LintContext | null {
  const dockerfile = parseDockerfile(text);
  const last = dockerfile.stages.at(-1);
  const chain = finalChain(dockerfile);
  if (last === undefined || chain === null) return null;
  return { dockerfile, last, chain, lines: text.split(/\r\n|\n|\r/), files, isAtTop: !path.includes("/") };
}

/** The written part of a line: without the white space at its ends. */
export function rangeOfLine(context: LintContext, line: number): TextRange {
  const text = context.lines[line - 1] ?? "";
  const startColumn = text.length - text.trimStart().length + 1;
  return {
    startLine: line,
    startColumn,
    endLine: line,
    endColumn: Math.max(startColumn, text.trimEnd().length + 1),
  };
}

/**
 * First match of a pattern or text within an instruction, each line looked at by itself; null when there is none.
 * What a student wrote is given as text: a pattern made of a very long word throws.
 */
export function rangeOfMatch(
  context: LintContext,
  instruction: Pick<DockerfileInstruction, "line" | "endLine">,
  pattern: RegExp | string,
): TextRange | null {
  for (let line = instruction.line; line <= instruction.endLine; line += 1) {
    const written = context.lines[line - 1] ?? "";
    const match = typeof pattern === "string" ? null : pattern.exec(written);
    const index = typeof pattern === "string" ? written.indexOf(pattern) : (match?.index ?? -1);
    if (index === -1) continue;
    const length = typeof pattern === "string" ? pattern.length : (match?.[0].length ?? 0);
    return { startLine: line, startColumn: index + 1, endLine: line, endColumn: index + 1 + length };
  }
  return null;
}

/** The instruction as written, all its lines. */
export function rangeOfInstruction(
  context: LintContext,
  instruction: Pick<DockerfileInstruction, "line" | "endLine">,
): TextRange {
  const first = rangeOfLine(context, instruction.line);
  const last = rangeOfLine(context, instruction.endLine);
  return { ...first, endLine: last.endLine, endColumn: last.endColumn };
}

/** The match, else the instruction's first line. */
export const rangeOf = (
  context: LintContext,
  instruction: Pick<DockerfileInstruction, "line" | "endLine">,
  pattern: RegExp | string,
): TextRange => rangeOfMatch(context, instruction, pattern) ?? rangeOfLine(context, instruction.line);

/** All instructions of all stages, in the order of the file; of ONBUILD the one that it keeps for later. */
export const allInstructions = (context: LintContext): DockerfileInstruction[] =>
  context.dockerfile.stages.flatMap((stage) => stage.instructions.map(triggerOf));

/** `ONBUILD RUN x`: the RUN. */
function triggerOf(instruction: DockerfileInstruction): DockerfileInstruction {
  if (instruction.keyword !== "ONBUILD") return instruction;
  const [keyword = "", ...words] = instruction.words;
  const text = instruction.text.trimStart().slice(keyword.length).trimStart();
  return { ...instruction, keyword: keyword.toUpperCase(), words, text };
}

/** An empty range, to put text in. */
export const at = (line: number, column: number): TextRange => ({
  startLine: line,
  startColumn: column,
  endLine: line,
  endColumn: column,
});
