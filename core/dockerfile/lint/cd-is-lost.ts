import type { LintFinding } from "../../advice/finding.ts";
import { allInstructions, type LintContext, rangeOf, rangeOfInstruction } from "./lint-context.ts";
import { shellCommands } from "./shell-commands.ts";
import { stepShell } from "./step-shell.ts";

const WHY =
  "Every RUN begins in the folder of WORKDIR, in a shell of its own, so that this cd ends with its line. " +
  "WORKDIR moves for all lines below, and for the container.";

/** A RUN that ends by changing the folder. */
export function cdIsLost(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "RUN") continue;
    const commands = shellCommands(context, instruction);
    const last = commands.at(-1);
    if (last?.[0] !== "cd" || last.length !== 2 || /^(-|\.\.(\/\.\.)*\/?)$/.test(last[1] ?? "")) continue;
    // Somebody who has gone somewhere may go back at the end.
    if (commands.slice(0, -1).some(([program]) => program === "cd" || program === "pushd")) continue;
    if (
      stepShell(context, instruction)
        .commands.at(-1)
        ?.within.some((frame) => frame !== "after-and") === true
    )
      continue;
    const alone = commands.length === 1 && /^[\w./-]+$/.test(last[1] ?? "");
    findings.push({
      rule: "cd-is-lost",
      hadolint: "DL3003",
      severity: "warning",
      range: rangeOf(context, instruction, /\bcd\s+\S+/),
      message: "The cd ends with this RUN",
      why: WHY,
      fix: alone
        ? {
            title: "Use WORKDIR",
            edits: [{ range: rangeOfInstruction(context, instruction), text: `WORKDIR ${last[1] ?? ""}` }],
          }
        : null,
    });
  }
  return findings;
}
