import type { LintFinding, TextFile } from "../../advice/finding.ts";
import { type ComposeContext, composeContext } from "./compose-context.ts";
import { composeImages, composeVersion } from "./compose-keys.ts";
import { composeLocalhost } from "./compose-localhost.ts";
import { composePassword } from "./compose-password.ts";
import { composePorts } from "./compose-ports.ts";
import { bindHides, composeDollar } from "./compose-values.ts";
import { composeWaits } from "./compose-waits.ts";

const rules: readonly ((context: ComposeContext) => LintFinding[])[] = [
  composeVersion,
  composeImages,
  composePorts,
  composeLocalhost,
  composePassword,
  composeWaits,
  composeDollar,
  bindHides,
];

/**
 * Practices that a Compose file does not follow. Never throws. What is wrong with its syntax, or with a key that
 * does not exist, is said by whoever knows the specification.
 */
export function lintCompose(path: string, text: string, files: readonly TextFile[]): LintFinding[] {
  const context = composeContext(path, text, files);
  return context === null ? [] : rules.flatMap((rule) => rule(context));
}
