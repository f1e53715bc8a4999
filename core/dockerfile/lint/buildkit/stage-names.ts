import type { LintFinding } from "../../../advice/finding.ts";
import { type LintContext, rangeOf, rangeOfMatch } from "../lint-context.ts";

const WHY_CASING =
  "Docker compares names of stages without regard to case, so two spellings look like two stages and are one. " +
  "Write the name in small letters, here and in every --from.";
const WHY_DUPLICATE =
  "A later --from or --target finds only the last stage of that name. " +
  "Give each stage a name of its own.";
const WHY_RESERVED =
  "scratch and context mean something to Docker already: an empty image, and your own files. " +
  "Give the stage another name.";
const WHY_AS =
  "FROM and AS are written in different cases, which makes the line harder to read. " +
  "Write both in capitals.";

/** Names of stages, and how AS is written. BuildKit's StageNameCasing, DuplicateStageName, ReservedStageName, FromAsCasing. */
export function stageNames(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  const seen = new Set<string>();
  for (const { from } of context.dockerfile.stages) {
    const place = { line: from.line, endLine: from.line };
    const match = /^\s*(FROM)\s+(?:--\S+\s+){0,5}\S+\s+(AS)\s+(\S+)\s*$/i.exec(
      context.lines[from.line - 1] ?? "",
    );
    if (match === null) continue;
    const [, fromWord = "", as = "", name = ""] = match;
    const range = rangeOfMatch(context, place, /\S+(?=\s*$)/) ?? rangeOf(context, place, /\S+/);
    const add = (finding: Pick<LintFinding, "rule" | "hadolint" | "severity" | "message" | "why">): void => {
      findings.push({ ...finding, range, fix: null });
    };
    const lower = name.toLowerCase();
    if (name !== lower) {
      add({
        rule: "stage-name-casing",
        hadolint: null,
        severity: "info",
        message: `The stage name ${name.slice(0, 60)} has capital letters`,
        why: WHY_CASING,
      });
    }
    if (lower === "scratch" || lower === "context") {
      add({
        rule: "reserved-stage-name",
        hadolint: null,
        severity: "error",
        message: `${lower} cannot be the name of a stage`,
        why: WHY_RESERVED,
      });
    }
    if (seen.has(lower)) {
      add({
        rule: "duplicate-stage-name",
        hadolint: "DL3024",
        severity: "warning",
        message: `Another stage above is named ${lower.slice(0, 60)}, too`,
        why: WHY_DUPLICATE,
      });
    }
    seen.add(lower);
    const isUpper = fromWord === fromWord.toUpperCase();
    const fitting = isUpper ? as.toUpperCase() : as.toLowerCase();
    if (as !== fitting) {
      const word = rangeOfMatch(context, place, /(?<=\s)as(?=\s+\S+\s*$)/i);
      findings.push({
        rule: "from-as-casing",
        hadolint: null,
        severity: "info",
        range: word ?? range,
        message: `${fromWord} and ${as} are written in different cases`,
        why: WHY_AS,
        fix: word === null ? null : { title: `Write ${fitting}`, edits: [{ range: word, text: fitting }] },
      });
    }
  }
  return findings;
}
