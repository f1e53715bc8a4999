import type { LintFinding } from "../../advice/finding.ts";
import { type LintContext, rangeOfLine } from "./lint-context.ts";

const WHY =
  "Docker then knows that the process is there, not that it answers. " +
  "Add a HEALTHCHECK that asks the program something and fails when no good answer comes.";

/** No HEALTHCHECK in what becomes the image, or NONE. */
export function healthCheck(context: LintContext): LintFinding[] {
  const check = context.chain.instructions.findLast((instruction) => instruction.keyword === "HEALTHCHECK");
  if (check !== undefined && check.words[0]?.toUpperCase() !== "NONE") return [];
  return [
    {
      rule: "health-check",
      hadolint: "DL3057",
      severity: "info",
      range: rangeOfLine(context, check?.line ?? context.last.from.line),
      message:
        check === undefined
          ? "The image has no HEALTHCHECK"
          : "HEALTHCHECK NONE switches the health check off",
      why: WHY,
      fix: null,
    },
  ];
}
