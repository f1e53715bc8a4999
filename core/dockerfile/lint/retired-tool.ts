import type { LintFinding } from "../../advice/finding.ts";
import { allInstructions, type LintContext, rangeOf } from "./lint-context.ts";
import { aptPackages, isApt, shellCommands } from "./shell-commands.ts";

const WHY_KEY =
  "A key that apt-key took was trusted for every repository, so it was retired; newer Debian and Ubuntu do not have it any more. " +
  "Put the key into a file of /etc/apt/keyrings and name it with signed-by= in that repository's entry.";
const WHY_NVIDIA =
  "nvidia-docker2 ended in 2023, and its repository with it. " +
  "The NVIDIA Container Toolkit took its place: it is installed on the machine, never in the image, as nvidia-container-toolkit.";

/** Tools that tutorials still name and that are gone. */
export function retiredTool(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "RUN") continue;
    const commands = shellCommands(context, instruction);
    const add = (name: string, why: string): void => {
      findings.push({
        rule: "retired-tool",
        hadolint: null,
        severity: "warning",
        range: rangeOf(context, instruction, new RegExp(`\\b${name}\\b`)),
        message: `${name} is a thing of the past`,
        why,
        fix: null,
      });
    };
    if (commands.some(([program]) => program === "apt-key")) add("apt-key", WHY_KEY);
    if (commands.some((one) => isApt(one, "install") && aptPackages(one).includes("nvidia-docker2")))
      add("nvidia-docker2", WHY_NVIDIA);
  }
  return findings;
}
