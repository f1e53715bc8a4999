import type { LintFinding, TextFile } from "../../advice/finding.ts";
import { addForCopy } from "./add-for-copy.ts";
import { aptCleanup } from "./apt-cleanup.ts";
import { aptInstall } from "./apt-install.ts";
import { aptUpdateAlone } from "./apt-update-alone.ts";
import { bashInSh } from "./bash-in-sh.ts";
import { behindInstruction } from "./behind-instruction.ts";
import { copyIgnored } from "./buildkit/copy-ignored.ts";
import { exposeFormat } from "./buildkit/expose-format.ts";
import { fromArguments } from "./buildkit/from-arguments.ts";
import { instructionStyle } from "./buildkit/instruction-style.ts";
import { mountInvalid } from "./buildkit/mount-invalid.ts";
import { severalInstructions } from "./buildkit/several-instructions.ts";
import { stageNames } from "./buildkit/stage-names.ts";
import { undefinedVar } from "./buildkit/undefined-var.ts";
import { workdirRelative } from "./buildkit/workdir-relative.ts";
import { cdIsLost } from "./cd-is-lost.ts";
import { chownAgain } from "./chown-again.ts";
import { copyBeforeInstall } from "./copy-before-install.ts";
import { copyFromUnknown } from "./copy-from-unknown.ts";
import { copyTargets } from "./copy-targets.ts";
import { copyWithoutFrom } from "./copy-without-from.ts";
import { cudaTwice } from "./cuda-twice.ts";
import { dockerignoreMissing } from "./dockerignore-missing.ts";
import { execForm } from "./exec-form.ts";
import { exposePort } from "./expose-port.ts";
import { flagNeedsFrontend } from "./flag-needs-frontend.ts";
import { healthCheck } from "./health-check.ts";
import { healthCheckPasses } from "./health-check-passes.ts";
import { healthCheckTool } from "./health-check-tool.ts";
import { heredocBlank } from "./heredoc-blank.ts";
import { homeOfRoot } from "./home-of-root.ts";
import { invisibleCharacters } from "./invisible-characters.ts";
import { lintContext, type LintRule } from "./lint-context.ts";
import { listNeedsShell } from "./list-needs-shell.ts";
import { listensToItself } from "./listens-to-itself.ts";
import { lostEffects } from "./lost-effects.ts";
import { nonRootUser } from "./non-root-user.ts";
import { packageCaches } from "./package-caches.ts";
import { packageSources } from "./package-sources.ts";
import { pinnedBase } from "./pinned-base.ts";
import { pinnedPackages } from "./pinned-packages.ts";
import { pipCache } from "./pip-cache.ts";
import { pipOfAnotherPython } from "./pip-of-another-python.ts";
import { pipeWithoutPipefail } from "./pipe-without-pipefail.ts";
import { quotesInList } from "./quotes-in-list.ts";
import { retiredTool } from "./retired-tool.ts";
import { secretFile } from "./secret-file.ts";
import { secretInEnvironment } from "./secret-in-environment.ts";
import { secretInText } from "./secret-in-text.ts";
import { selfReference } from "./self-reference.ts";
import { startParts } from "./start-parts.ts";
import { sudo } from "./sudo.ts";
import { userNotMade } from "./user-not-made.ts";
import { workdirMissing } from "./workdir-missing.ts";

const rules: readonly LintRule[] = [
  pinnedBase,
  cudaTwice,
  pinnedPackages,
  pipCache,
  pipOfAnotherPython,
  aptUpdateAlone,
  aptCleanup,
  aptInstall,
  sudo,
  retiredTool,
  cdIsLost,
  workdirMissing,
  copyWithoutFrom,
  copyFromUnknown,
  copyBeforeInstall,
  dockerignoreMissing,
  chownAgain,
  homeOfRoot,
  secretInEnvironment,
  secretInText,
  secretFile,
  quotesInList,
  execForm,
  listNeedsShell,
  listensToItself,
  exposePort,
  nonRootUser,
  healthCheck,
  healthCheckPasses,
  healthCheckTool,
  addForCopy,
  stageNames,
  fromArguments,
  undefinedVar,
  instructionStyle,
  severalInstructions,
  exposeFormat,
  workdirRelative,
  copyIgnored,
  mountInvalid,
  copyTargets,
  flagNeedsFrontend,
  packageCaches,
  packageSources,
  lostEffects,
  pipeWithoutPipefail,
  bashInSh,
  behindInstruction,
  invisibleCharacters,
  heredocBlank,
  selfReference,
  startParts,
  userNotMade,
];

/**
 * Practices that a Dockerfile does not follow, top to bottom. Never throws; a text without a stage has none.
 * What is wrong with the syntax is not said here. With the workspace's `files` the rules that look at two files
 * speak as well; `path` says where among them the Dockerfile lies.
 */
export function lintDockerfile(
  text: string,
  files: readonly TextFile[] | null = null,
  path = "Dockerfile",
): LintFinding[] {
  const context = lintContext(text, files, path);
  if (context === null) return [];
  return rules
    .flatMap((rule) => rule(context))
    .sort((a, b) => a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn);
}
