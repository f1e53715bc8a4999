import type { LintFinding } from "../../advice/finding.ts";
import { splitWords } from "../assignments.ts";
import { allInstructions, at, type LintContext, rangeOfMatch } from "./lint-context.ts";
import { stepShell } from "./step-shell.ts";

const WHY_COMMENT =
  "Only a line that begins with # is a comment in a Dockerfile; here the rest belongs to the instruction. " +
  "Put the comment on a line of its own.";
const WHY_SWALLOWED =
  "Docker joins the lines before the shell sees them, so this # makes a comment of everything that follows. " +
  "Put the comment on a line of its own that begins with #.";

const takesWords = /^(?:COPY|ADD|ENV|ARG|EXPOSE|WORKDIR|USER|VOLUME|LABEL|STOPSIGNAL)$/;

/** `#` behind an instruction: part of its words, or of a shell's line that goes on. */
export function behindInstruction(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (
      takesWords.test(instruction.keyword) &&
      instruction.heredocs === 0 &&
      instruction.text.includes("#")
    ) {
      const words = splitWords(instruction.text, context.dockerfile.escape);
      const index = words.findIndex(({ word }) => /^#/.test(word));
      // A lone `#...` as last word may be a colour or a name; a comment has words behind it.
      if (
        index < 1 ||
        (words[index]?.word !== "#" &&
          index === words.length - 1 &&
          !/^#[A-Z]?[a-z]+$/.test(words[index]?.word ?? ""))
      )
        continue;
      const range = rangeOfMatch(context, instruction, /(?<=\s)#.*/);
      const isOneLine = instruction.line === instruction.endLine && range !== null;
      const line = context.lines[instruction.line - 1] ?? "";
      const before = line.slice(0, (range?.startColumn ?? 1) - 1).trimEnd();
      findings.push({
        rule: "comment-behind",
        hadolint: null,
        severity: "error",
        range: range ?? at(instruction.line, 1),
        message: `The # is no comment here: ${instruction.keyword} takes it as a word`,
        why: WHY_COMMENT,
        fix: isOneLine
          ? {
              title: "Put the comment above",
              edits: [
                {
                  range: {
                    startLine: instruction.line,
                    startColumn: 1,
                    endLine: instruction.line,
                    endColumn: line.length + 1,
                  },
                  text: `${line.slice(range.startColumn - 1).trim()}\n${before}`,
                },
              ],
            }
          : null,
      });
    }
    if (instruction.keyword !== "RUN" || instruction.line === instruction.endLine) continue;
    const step = stepShell(context, instruction);
    if (step.form !== "line" || step.source.heredocs.length > 0 || step.isPartial) continue;
    const end = Math.max(0, ...step.commands.map((command) => command.end));
    const swallowed = /^[\s;&|]*\s#/.exec(step.text.slice(end));
    if (swallowed === null) continue;
    const hash = end + swallowed[0].length - 1;
    const range = step.rangeOf({ start: hash, end: hash + 1 });
    if (range.startLine >= step.source.lastLine) continue;
    findings.push({
      rule: "comment-behind",
      hadolint: null,
      severity: "error",
      range,
      message: "Everything behind this # is a comment, the lines below as well",
      why: WHY_SWALLOWED,
      fix: null,
    });
  }
  return findings;
}
