import type { LintFinding } from "../../advice/finding.ts";
import { knownTags, tagOf } from "../../advice/known-tags.ts";
import { variablesIn } from "../assignments.ts";
import { type LintContext, rangeOfLine, rangeOfMatch } from "./lint-context.ts";

export const WHY_PINNED_IMAGE =
  "The name then means another image tomorrow, and a build that worked stops working without a change of yours. " +
  "Name the version that you tried.";

/** A base without a version, or with `latest`. */
export function pinnedBase(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const { from } of context.dockerfile.stages) {
    const { image } = from;
    // Nothing to say of another stage, an exact digest, or a name that only the build argument knows.
    if (from.stage !== null || image === "scratch" || image === "" || image.includes("@")) continue;
    const isUnknown = variablesIn(from.written, context.dockerfile.escape).some(
      ({ name, hasOther }) => !hasOther && (context.dockerfile.globals.get(name) ?? "") === "",
    );
    if (isUnknown || /[^\w./:@-]/.test(image) || /[-:/.]$/.test(image)) continue;
    const tag = tagOf(image);
    if (tag !== null && tag !== "latest") continue;
    const written = (context.lines[from.line - 1] ?? "").indexOf(image);
    const name = tag === null ? image : image.slice(0, -"latest".length - 1);
    const better = knownTags[name];
    const range =
      written < 0
        ? null
        : {
            startLine: from.line,
            startColumn: written + 1,
            endLine: from.line,
            endColumn: written + 1 + image.length,
          };
    findings.push({
      rule: "pinned-base",
      hadolint: tag === null ? "DL3006" : "DL3007",
      severity: "warning",
      range:
        range ??
        rangeOfMatch(context, { line: from.line, endLine: from.line }, /\S+/) ??
        rangeOfLine(context, from.line),
      message: tag === null ? `The base ${image} has no version` : `The base ${image} is whatever is newest`,
      why: WHY_PINNED_IMAGE,
      fix:
        better === undefined || range === null
          ? null
          : { title: `Use ${name}:${better}`, edits: [{ range, text: `${name}:${better}` }] },
    });
  }
  return findings;
}
