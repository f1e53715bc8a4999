import type { LintFinding } from "../../advice/finding.ts";
import { emptiesLists, removeLists, updatePattern } from "./apt-lists.ts";
import { updatesForLater } from "./apt-update-alone.ts";
import { type LintContext, rangeOf } from "./lint-context.ts";
import { isApt, shellCommands } from "./shell-commands.ts";

const WHY =
  "The package lists stay in this layer, some 20 MB that nothing uses, and a later RUN cannot take them out of it. " +
  "Update, install and remove /var/lib/apt/lists in one RUN.";

/** `apt-get update` whose lists stay in a layer of the image. Stages that are only copied from do not count. */
export function aptCleanup(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const [index, instruction] of context.chain.instructions.entries()) {
    if (instruction.keyword !== "RUN") continue;
    const commands = shellCommands(context, instruction);
    const filled = commands.findLastIndex((command) => isApt(command, "update"));
    if (filled < 0 || commands.slice(filled).some(emptiesLists)) continue;
    // Another rule says so already, and its fix settles this one as well.
    if (updatesForLater(context, context.chain.instructions, index)) continue;
    // What lies in a mount is in no layer.
    if (instruction.flags.some(({ name, value }) => name === "mount" && /\/var\/lib\/apt/.test(value)))
      continue;
    findings.push({
      rule: "apt-cleanup",
      hadolint: "DL3009",
      severity: "warning",
      range: rangeOf(context, instruction, updatePattern),
      message: "The apt package lists stay in the layer",
      why: WHY,
      fix: commands.some((command) => isApt(command, "install")) ? removeLists(context, instruction) : null,
    });
  }
  return findings;
}
