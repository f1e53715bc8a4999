import type { LintFinding } from "../../advice/finding.ts";
import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import { joinWithInstall, updatePattern } from "./apt-lists.ts";
import { type LintContext, rangeOf } from "./lint-context.ts";
import { isApt, shellCommands } from "./shell-commands.ts";

const WHY =
  "The update is cached by itself: change the install below next month, and it looks for packages with the lists of today, which the archive no longer has. " +
  "Write both into one RUN, with the removal of the lists.";

/** Whether the one at `index` only updates, and a later one installs with what it has fetched. */
export function updatesForLater(
  context: LintContext,
  instructions: readonly DockerfileInstruction[],
  index: number,
): boolean {
  const update = instructions[index];
  if (update?.keyword !== "RUN") return false;
  const commands = shellCommands(context, update);
  if (!commands.some((command) => isApt(command, "update"))) return false;
  if (commands.some((command) => isApt(command, "install"))) return false;
  for (const instruction of instructions.slice(index + 1)) {
    if (instruction.keyword !== "RUN") continue;
    const later = shellCommands(context, instruction);
    if (later.some((command) => isApt(command, "update"))) return false;
    if (later.some((command) => isApt(command, "install"))) return true;
  }
  return false;
}

/** `RUN apt-get update` apart from the RUN that installs, in any stage. */
export function aptUpdateAlone(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const { instructions } of context.dockerfile.stages) {
    for (const [index, instruction] of instructions.entries()) {
      if (!updatesForLater(context, instructions, index)) continue;
      findings.push({
        rule: "apt-update-alone",
        hadolint: null,
        severity: "warning",
        range: rangeOf(context, instruction, updatePattern),
        message: "The update and the install are two steps",
        why: WHY,
        fix: joinWithInstall(context, instruction, instructions[index + 1]),
      });
    }
  }
  return findings;
}
