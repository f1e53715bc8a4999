import type { LintFinding } from "../../advice/finding.ts";
import { allInstructions, type LintContext } from "./lint-context.ts";
import { programName } from "./shell-commands.ts";
import { stepShell } from "./step-shell.ts";

const WHY =
  "A pipe is as good as its last program: when the download fails, the step goes on with half a file or none. " +
  'Put SHELL ["/bin/bash", "-o", "pipefail", "-c"] above, or download to a file first.';

/** `curl ... | sh` and the like where a failed download goes unnoticed. */
export function pipeWithoutPipefail(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "RUN") continue;
    const { commands, shell, text, rangeOf, form } = stepShell(context, instruction);
    if (form === "list" || /pipefail/.test(`${(shell ?? []).join(" ")} ${text.slice(0, 20_000)}`)) continue;
    const download = commands.find(
      ({ words, pipe, within }) =>
        pipe.count > 1 &&
        pipe.index < pipe.count - 1 &&
        !within.some((frame) => frame === "test" || frame === "substitution" || frame === "negated") &&
        /^(?:curl|wget)$/.test(programName(words[0]?.value ?? "")),
    );
    if (download === undefined) continue;
    findings.push({
      rule: "pipe-without-pipefail",
      hadolint: "DL4006",
      severity: "warning",
      range: rangeOf(download),
      message: "A download that fails goes unnoticed here",
      why: WHY,
      fix: null,
    });
  }
  return findings;
}
