import type { LintFinding } from "../../advice/finding.ts";
import { at, rangeOfLine, rangeOfMatch, type LintContext } from "./lint-context.ts";
import { isPipInstall, shellCommands, type ShellCommand } from "./shell-commands.ts";

const why =
  "pip keeps every wheel that it fetched in /root/.cache, where the running image never looks for it. " +
  "Add --no-cache-dir, or set PIP_NO_CACHE_DIR=1.";

const switchedOff = (value: string): boolean => /^["']?(0|off|no|false|)["']?$/i.test(value);

/** The value that an ENV or ARG gives the setting; null when it does not speak of it. */
function settingIn(text: string): string | null {
  return /(?:^|\s)PIP_NO_CACHE_DIR[=\s]("[^"]*"|'[^']*'|\S*)/.exec(text)?.[1] ?? null;
}

const emptiesCache = (command: ShellCommand): boolean =>
  (command[0] === "rm" &&
    command.some((word) => /(\/root|~|\$HOME|\$\{HOME\})\/\.cache(\/pip)?(\/|\/\*)?$/.test(word))) ||
  (command.includes("cache") && command.includes("purge"));

/** `pip install` that leaves its download cache in a layer of the image. */
export function pipCache(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  let off = false;
  for (const instruction of context.chain.instructions) {
    if (instruction.keyword === "ENV" || instruction.keyword === "ARG") {
      const value = settingIn(instruction.text);
      if (value !== null) off = !switchedOff(value);
    }
    if (instruction.keyword !== "RUN" || off || settingIn(instruction.text) !== null) continue;
    if (instruction.flags.some(({ name, value }) => name === "mount" && /\.cache/.test(value))) continue;
    const commands = shellCommands(context, instruction);
    const guilty = commands.some((command) => isPipInstall(command) && !command.includes("--no-cache-dir"));
    if (!guilty || commands.some(emptiesCache)) continue;
    const pattern = /\bpip3?(\.\d+)?\s+(-\S+\s+)*install\b(?!.*--no-cache-dir)/;
    const range = rangeOfMatch(context, instruction, pattern);
    findings.push({
      rule: "pip-cache",
      hadolint: "DL3042",
      severity: "warning",
      range: range ?? rangeOfLine(context, instruction.line),
      message: "pip's download cache stays in the layer",
      why,
      fix:
        range === null
          ? null
          : {
              title: "Add --no-cache-dir",
              edits: [{ range: at(range.endLine, range.endColumn), text: " --no-cache-dir" }],
            },
    });
  }
  return findings;
}
