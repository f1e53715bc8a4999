import type { LintFinding } from "../../advice/finding.ts";
import { isUnpinned, WHY_PINNED } from "../../advice/pinned-packages.ts";
import { allInstructions, type LintContext, rangeOf } from "./lint-context.ts";
import { pipInstallAt, type ShellCommand, shellCommands } from "./shell-commands.ts";

/** Options of pip whose value is the next word. */
const takesValue =
  /^(-[rcetifCp]|--(requirement|requirements|constraint|constraints|build-constraint|override|editable|target|index-url|extra-index-url|index|default-index|find-links|prefix|root|src|platform|python-version|python-platform|abi|implementation|upgrade-strategy|only-binary|no-binary|progress-bar|root-user-action|config-settings?|global-option|report|group|trusted-host|proxy|cert|client-cert|cache-dir|log|timeout|retries|exists-action|keyring-provider|python|extra|use-feature|use-deprecated|link-mode|resolution|prerelease|index-strategy|torch-backend|exclude-newer|upgrade-package|reinstall-package|no-build-package|no-binary-package))$/;
/** Tools of the installation itself: newest is what is wanted. */
const tools = new Set(["pip", "setuptools", "wheel", "uv"]);

function unpinnedIn(command: ShellCommand): string[] {
  // What the wheels at hand are decides then, or a list of constraints.
  const decided = ["-c", "--constraint", "--no-index"];
  if (pipInstallAt(command) === null || command.some((word) => decided.includes(word.replace(/=.*$/, ""))))
    return [];
  const words = command.slice((pipInstallAt(command) ?? 0) + 1);
  return words.filter(
    (word, index) =>
      word.length <= 200 &&
      isUnpinned(word) &&
      !/\.(whl|zip|gz|bz2|xz)$/i.test(word) &&
      !tools.has(word) &&
      !takesValue.test(words[index - 1] ?? ""),
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
    // No pattern is made of a word that nobody would call a package.
    const escaped = first.slice(0, 200).replace(/[.[\]-]/g, "\\$&");
    findings.push({
      rule: "pinned-packages",
      hadolint: "DL3013",
      severity: "warning",
      range: rangeOf(context, instruction, new RegExp(`(?<=\\s["']?)${escaped}(?=["'\\s,;]|$)`)),
      message: `No version is named for ${names.slice(0, 5).join(", ").slice(0, 200)}`,
      why: WHY_PINNED,
      fix: null,
    });
  }
  return findings;
}
