import type { LintFinding } from "../../../advice/finding.ts";
import { readAssignments } from "../../assignments.ts";
import { at, type LintContext, rangeOfInstruction, rangeOfLine, rangeOfMatch } from "../lint-context.ts";

const WHY_CASING =
  "Docker does not mind, but a reader looks twice. " +
  "Write every instruction the same way, usually in capitals.";
const WHY_LEGACY =
  "NAME and value with a blank between them are the old form: only one fits on a line, and it will not be supported for ever. " +
  "Write NAME=value.";
const WHY_MAINTAINER =
  "MAINTAINER was replaced by a label years ago, which other tools can read. " +
  'Write LABEL org.opencontainers.image.authors="...".';
const WHY_EMPTY =
  "An empty line in the middle of a continued command is skipped today and will be an error in a later release. " +
  "Take it out, or put a # into it.";

const known =
  /^(?:FROM|RUN|CMD|LABEL|MAINTAINER|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL)$/i;

/** How instructions are written. BuildKit's ConsistentInstructionCasing, LegacyKeyValueFormat, MaintainerDeprecated, NoEmptyContinuation. */
export function instructionStyle(context: LintContext): LintFinding[] {
  const { escape, stages } = context.dockerfile;
  const findings: LintFinding[] = [];
  const instructions = stages.flatMap((stage) => [
    { keyword: "FROM", line: stage.from.line, endLine: stage.from.line },
    ...stage.instructions,
  ]);
  const written = instructions.map(
    ({ line }) => /^\s*([A-Za-z]+)/.exec(context.lines[line - 1] ?? "")?.[1] ?? "",
  );
  const upper = written.filter((word) => word === word.toUpperCase()).length;
  const isUpper = upper * 2 >= written.length;
  for (const [index, instruction] of instructions.entries()) {
    const word = written[index] ?? "";
    const right = isUpper ? word.toUpperCase() : word.toLowerCase();
    const place = { line: instruction.line, endLine: instruction.line };
    const range = rangeOfMatch(context, place, /[A-Za-z]+/) ?? rangeOfLine(context, instruction.line);
    if (word !== right && known.test(word)) {
      findings.push({
        rule: "instruction-casing",
        hadolint: null,
        severity: "info",
        range,
        message: `${word.slice(0, 20)} is written differently from the other instructions`,
        why: WHY_CASING,
        fix: { title: `Write ${right}`, edits: [{ range, text: right }] },
      });
    }
    if (instruction.keyword === "MAINTAINER") {
      findings.push({
        rule: "maintainer",
        hadolint: "DL4000",
        severity: "info",
        range,
        message: "MAINTAINER is deprecated",
        why: WHY_MAINTAINER,
        fix: null,
      });
    }
    if (!("text" in instruction)) continue;
    if (/^(?:ENV|LABEL)$/.test(instruction.keyword)) {
      const [first] = readAssignments(instruction.keyword, instruction.text, escape);
      if (first?.isLegacy === true && first.written !== null) {
        const value = /^(?:[^\s"'\\]+|"[^"]*")$/.test(first.written) ? first.written : null;
        findings.push({
          rule: "legacy-key-value",
          hadolint: null,
          severity: "info",
          range: rangeOfInstruction(context, instruction),
          message: `${instruction.keyword} ${first.name.slice(0, 60)} is written in the old form, without =`,
          why: WHY_LEGACY,
          fix:
            value === null || instruction.line !== instruction.endLine
              ? null
              : {
                  title: "Write NAME=value",
                  edits: [
                    {
                      range: rangeOfInstruction(context, instruction),
                      text: `${word} ${first.name}=${value}`,
                    },
                  ],
                },
        });
      }
    }
    if (instruction.heredocs > 0) continue;
    for (let line = instruction.line + 1; line <= instruction.endLine; line += 1) {
      if ((context.lines[line - 1] ?? "").trim() !== "") continue;
      findings.push({
        rule: "no-empty-continuation",
        hadolint: null,
        severity: "info",
        range: at(line, 1),
        message: "An empty line within a command",
        why: WHY_EMPTY,
        fix: null,
      });
      break;
    }
  }
  return findings;
}
