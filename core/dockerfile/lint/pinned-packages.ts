import type { LintFinding } from "../../advice/finding.ts";
import { isUnpinned, whyPinned } from "../../advice/pinned-packages.ts";
import { allInstructions, rangeOf, type LintContext } from "./lint-context.ts";
import { isPipInstall, shellCommands, type ShellCommand } from "./shell-commands.ts";

/** Options of pip whose value is the next word. */
const takesValue =
  /^(-r|--requirement|-c|--constraint|-e|--editable|-t|--target|-i|--index-url|--extra-index-url|-f|--find-links|--prefix|--root|--platform|--python-version|--abi|--implementation|--only-binary|--no-binary|--trusted-host|--proxy|--cache-dir|--log|--timeout|--retries)$/;
/** Tools of the installation itself: newest is what is wanted. */
const tools = new Set(["pip", "setuptools", "wheel", "uv"]);

function unpinnedIn(command: ShellCommand): string[] {
  // What the wheels at hand are decides then, or a list of constraints.
  const decided = ["-c", "--constraint", "--no-index"];
  if (!isPipInstall(command) || command.some((word) => decided.includes(word.replace(/=.*$/, "")))) return [];
  const words = command.slice(command.indexOf("install") + 1);
  return words.filter(
    (word, index) =>
      word.length <= 200 && isUnpinned(word) && !tools.has(word) && !takesValue.test(words[index - 1] ?? ""),
  );
}

/** `pip install name` without a version, in any stage. */
export function pinnedPackages(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "RUN") continue;
    const names = shellCommands(context, instruction).flatMap(unpinnedIn);
    const [first] = names;
    if (first === undefined) continue;
    const escaped = first.replace(/[.[\]-]/g, "\\$&");
    findings.push({
      rule: "pinned-packages",
      hadolint: "DL3013",
      severity: "warning",
      range: rangeOf(context, instruction, new RegExp(`(?<=\\s["']?)${escaped}(?=["'\\s,;]|$)`)),
      message: `No version is named for ${names.slice(0, 5).join(", ").slice(0, 200)}`,
      why: whyPinned,
      fix: null,
    });
  }
  return findings;
}
