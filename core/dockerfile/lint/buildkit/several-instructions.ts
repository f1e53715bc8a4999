import type { LintFinding } from "../../../advice/finding.ts";
import { type LintContext, rangeOfInstruction } from "../lint-context.ts";

const WHY =
  "Only the last one of a stage counts, the ones above it do nothing. " +
  "Take them out, or make one of them.";

const numbers = { CMD: "DL4003", ENTRYPOINT: "DL4004", HEALTHCHECK: "DL3012" } as const;

/** CMD, ENTRYPOINT or HEALTHCHECK more than once in a stage. BuildKit's MultipleInstructionsDisallowed. */
export function severalInstructions(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const { instructions } of context.dockerfile.stages) {
    for (const keyword of ["CMD", "ENTRYPOINT", "HEALTHCHECK"] as const) {
      const all = instructions.filter((one) => one.keyword === keyword);
      for (const instruction of all.slice(0, -1)) {
        findings.push({
          rule: "multiple-instructions",
          hadolint: numbers[keyword],
          severity: "warning",
          range: rangeOfInstruction(context, instruction),
          message: `A later ${keyword} replaces this one`,
          why: WHY,
          fix: null,
        });
      }
    }
  }
  return findings;
}
