import type { LintFinding } from "../../advice/finding.ts";
import { readAssignments, variablesIn } from "../assignments.ts";
import { walkStages } from "../walk-stages.ts";
import { type LintContext, rangeOfInstruction } from "./lint-context.ts";

const WHY_SAME =
  "All of one ENV sees what was set before the line, so a variable of the same line is still empty here. " +
  "Write a second ENV below.";
const WHY_ONBUILD =
  "Docker refuses FROM, MAINTAINER and another ONBUILD as a trigger. " + "Take this line out.";

/** ENV that uses a variable of its own line, and ONBUILD of what cannot be one. */
export function selfReference(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  const { escape } = context.dockerfile;
  walkStages(context.dockerfile, (_stage, instruction, { variables }) => {
    if (instruction.keyword === "ONBUILD" && /^\s*(?:FROM|MAINTAINER|ONBUILD)\b/i.test(instruction.text)) {
      findings.push({
        rule: "onbuild-invalid",
        hadolint: "DL3043",
        severity: "error",
        range: rangeOfInstruction(context, instruction),
        message: "ONBUILD cannot be followed by this instruction",
        why: WHY_ONBUILD,
        fix: null,
      });
    }
    if (instruction.keyword !== "ENV" || !instruction.text.includes("$")) return;
    const set = new Set<string>();
    for (const { name, written } of readAssignments("ENV", instruction.text, escape)) {
      const used = variablesIn(written ?? "", escape).find(
        (one) => set.has(one.name) && !variables.has(one.name) && !one.hasOther,
      );
      if (used !== undefined) {
        findings.push({
          rule: "env-same-line",
          hadolint: "DL3044",
          severity: "error",
          range: rangeOfInstruction(context, instruction),
          message: `${used.name} is set on this very line and still empty`,
          why: WHY_SAME,
          fix: null,
        });
        break;
      }
      set.add(name);
    }
  });
  return findings;
}
