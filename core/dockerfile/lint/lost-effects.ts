import type { LintFinding } from "../../advice/finding.ts";
import { allInstructions, type LintContext, rangeOfInstruction } from "./lint-context.ts";
import { stepCommands } from "./shell-commands.ts";
import { stepShell } from "./step-shell.ts";

const WHY_LOST =
  "Every RUN has a shell of its own, and what was set in it ends with it. " +
  "Use ENV for a variable; for an environment put its bin folder in front of PATH: ENV PATH=/opt/venv/bin:$PATH.";
const WHY_BACKGROUND =
  "A single & starts the command in the background; the step ends without it, and it does not matter whether it failed. " +
  "Write && to run one after the other.";

/** Commands that change only the shell they run in. */
const settings = /^(?:export|source|\.|activate|alias|set|unset|shopt|ulimit|umask)$/;

/** `export` and `activate` that end with their RUN, and a single `&`. */
export function lostEffects(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "RUN") continue;
    const { form, isPartial, rangeOf, commands: written } = stepShell(context, instruction);
    const commands = stepCommands(context, instruction);
    if (form === "list" || isPartial || commands.length === 0) continue;
    const setsOnly = commands.every(({ words, written: one }) => {
      const isActivation = words[0] === "conda" && words[1] === "activate";
      return (settings.test(words[0] ?? "") || isActivation) && one.redirects.length === 0;
    });
    if (
      setsOnly &&
      commands.some(
        ({ words }) =>
          words[0] !== "set" &&
          words[0] !== "umask" &&
          !(words[0] === "." && !/activate|env|profile|rc$/.test(words[1] ?? "")),
      )
    ) {
      findings.push({
        rule: "export-is-lost",
        hadolint: null,
        severity: "warning",
        range: rangeOfInstruction(context, instruction),
        message: `What ${commands.at(-1)?.words[0] ?? "it"} sets ends with this RUN`,
        why: WHY_LOST,
        fix: null,
      });
    }
    const dropped = written.find(({ within }) => within[0] === "background" && !within.includes("nested"));
    const isAwaited = commands.some(
      ({ words }) =>
        words[0] === "wait" ||
        words[0] === "kill" ||
        words[0] === "sleep" ||
        words[0] === "pkill" ||
        /wait/.test(words[0] ?? ""),
    );
    if (dropped === undefined || isAwaited) continue;
    findings.push({
      rule: "background-dropped",
      hadolint: null,
      severity: "warning",
      range: rangeOf(dropped),
      message: "A single & does not wait for this command",
      why: WHY_BACKGROUND,
      fix: null,
    });
  }
  return findings;
}
