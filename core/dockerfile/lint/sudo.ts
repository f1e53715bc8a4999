import type { LintFinding } from "../../advice/finding.ts";
import { allInstructions, type LintContext, rangeOf, rangeOfMatch } from "./lint-context.ts";
import { writtenCommands } from "./shell-commands.ts";

const WHY =
  "A build is root until a USER line says otherwise, and slim images have no sudo at all. " +
  "Do what needs root before USER, without sudo.";

/** A command of a RUN that begins with sudo. */
export function sudo(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "RUN") continue;
    const guilty = writtenCommands(context, instruction).some(
      (words) => words.find((word) => !/^[A-Za-z_]\w*=/.test(word)) === "sudo",
    );
    if (!guilty) continue;
    // Only where it plainly begins a command: `sudo` on a line of its own may be a package's name.
    const begun = rangeOfMatch(context, instruction, /(^\s*RUN\s+|&&\s*|;\s*|\|\s*)sudo\s+(?=[^-\s])/i);
    const written =
      begun === null ? "" : (context.lines[begun.startLine - 1] ?? "").slice(0, begun.endColumn - 1);
    const plain =
      begun === null ? null : { ...begun, startColumn: written.toLowerCase().lastIndexOf("sudo") + 1 };
    findings.push({
      rule: "sudo",
      hadolint: "DL3004",
      severity: "error",
      range: plain ?? rangeOf(context, instruction, /\bsudo\b/),
      message: "sudo in a build",
      why: WHY,
      fix: plain === null ? null : { title: "Take sudo out", edits: [{ range: plain, text: "" }] },
    });
  }
  return findings;
}
