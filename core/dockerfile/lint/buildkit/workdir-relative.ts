import type { LintFinding } from "../../../advice/finding.ts";
import { chainOf } from "../../stage-chain.ts";
import { walkStages } from "../../walk-stages.ts";
import { isPlainBase } from "../known-bases.ts";
import { type LintContext, rangeOfInstruction } from "../lint-context.ts";

const WHY =
  "A relative folder counts from where the base stands, which another version of the base may change. " +
  "Begin it with a slash: WORKDIR /app.";

/** A relative WORKDIR where no absolute one was before. BuildKit's WorkdirRelativePath. */
export function workdirRelative(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  walkStages(context.dockerfile, (stage, instruction, state) => {
    if (instruction.keyword !== "WORKDIR" || state.workdir !== null) return;
    const folder = instruction.text.trim().replace(/^["']/, "");
    if (folder === "" || /^(\/|\$|[A-Za-z]:|\\)/.test(folder)) return;
    const isPlain =
      stage.from.stage === null && isPlainBase(chainOf(context.dockerfile, stage.index) ?? context.chain);
    findings.push({
      rule: "workdir-relative",
      hadolint: "DL3000",
      severity: "warning",
      range: rangeOfInstruction(context, instruction),
      message: `WORKDIR ${folder.slice(0, 60)} depends on the folder of the base`,
      why: WHY,
      // Only where the base is known to stand in / is the absolute folder the same one.
      fix:
        isPlain && /^[\w.-]+(\/[\w.-]+)*\/?$/.test(folder) && !folder.includes("..")
          ? {
              title: `Write /${folder}`,
              edits: [{ range: rangeOfInstruction(context, instruction), text: `WORKDIR /${folder}` }],
            }
          : null,
    });
  });
  return findings;
}
