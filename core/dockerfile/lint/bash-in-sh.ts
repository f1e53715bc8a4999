import type { LintFinding } from "../../advice/finding.ts";
import { chainOf } from "../stage-chain.ts";
import { imageName } from "./known-bases.ts";
import type { LintContext } from "./lint-context.ts";
import { stepShell } from "./step-shell.ts";

const WHY =
  "RUN uses /bin/sh, which is dash on Debian and Ubuntu and does not know this part of bash. " +
  'Put SHELL ["/bin/bash", "-c"] above, or write it the way sh does.';

/** What of bash dash takes for something else: the words, and what to write. */
const programs: ReadonlyMap<string, string> = new Map([
  ["source", "source is bash; sh has . (a dot)"],
  ["pushd", "pushd is bash; sh has cd"],
  ["popd", "popd is bash; sh has cd"],
  ["shopt", "shopt is bash"],
  ["mapfile", "mapfile is bash"],
]);

/** bash's own syntax in a RUN that dash reads. ShellCheck's SC3046, SC3010, SC3014. */
export function bashInSh(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const stage of context.dockerfile.stages) {
    const base = chainOf(context.dockerfile, stage.index)?.base.image ?? "";
    if (!/^(?:debian|ubuntu|python|node|buildpack-deps)$/.test(imageName(base)) || /alpine/.test(base))
      continue;
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== "RUN") continue;
      const { commands, shell, rangeOf, form } = stepShell(context, instruction);
      if (form === "list" || !/^(?:\/bin\/)?sh$/.test(shell?.[0] ?? "")) continue;
      for (const command of commands) {
        if (command.within.includes("nested")) continue;
        const [program] = command.words;
        const equals = program?.value === "[" ? command.words.find(({ text }) => text === "==") : undefined;
        const message =
          equals === undefined ? programs.get(program?.value ?? "") : "[ a == b ] is bash; sh has a single =";
        if (program === undefined || message === undefined) continue;
        findings.push({
          rule: "bash-in-sh",
          hadolint: null,
          severity: "error",
          range: rangeOf(equals ?? program),
          message,
          why: WHY,
          fix: null,
        });
        break;
      }
    }
  }
  return findings;
}
