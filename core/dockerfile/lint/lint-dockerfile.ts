import { addForCopy } from "./add-for-copy.ts";
import { aptCleanup } from "./apt-cleanup.ts";
import { copyBeforeInstall } from "./copy-before-install.ts";
import { execForm } from "./exec-form.ts";
import type { LintFinding } from "./finding.ts";
import { healthCheck } from "./health-check.ts";
import { lintContext, type LintRule } from "./lint-context.ts";
import { nonRootUser } from "./non-root-user.ts";
import { pinnedBase } from "./pinned-base.ts";
import { pipCache } from "./pip-cache.ts";
import { secretInEnvironment } from "./secret-in-environment.ts";

const rules: readonly LintRule[] = [
  pinnedBase,
  aptCleanup,
  pipCache,
  copyBeforeInstall,
  secretInEnvironment,
  execForm,
  nonRootUser,
  healthCheck,
  addForCopy,
];

/**
 * Practices that a Dockerfile does not follow, top to bottom. Never throws; a text without a stage has none.
 * What is wrong with the syntax is not said here.
 */
export function lintDockerfile(text: string): LintFinding[] {
  const context = lintContext(text);
  if (context === null) return [];
  return rules
    .flatMap((rule) => rule(context))
    .sort((a, b) => a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn);
}
