import type { LintFinding } from "../../advice/finding.ts";
import { isHarmlessValue, namesSecret } from "../../dockerfile/lint/secret-in-environment.ts";
import { type ComposeContext, environmentOf, rangeInScalar } from "./compose-context.ts";

const WHY =
  "This file lies in the repository, and whoever has that has the password, in all its history. " +
  "Keep it in a file that is not committed: ${NAME} read from .env, or a secret with the image's NAME_FILE.";

/** A password in plain sight in a service's environment: by its name, or within an address. */
export function composePassword(context: ComposeContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const service of context.services) {
    for (const { name, value, node } of environmentOf(service)) {
      const inUrl = /^[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@$]{1,100}:([^\s/:@$]{1,100})@/i.exec(value)?.[1];
      const secret =
        namesSecret(name) && value !== "" && !value.includes("$") && !isHarmlessValue(name, value)
          ? value
          : inUrl;
      if (secret === undefined) continue;
      findings.push({
        rule: "compose-password",
        hadolint: null,
        severity: "warning",
        range: rangeInScalar(context, node, secret).range,
        message: `${name.slice(0, 60)} has a password in plain sight`,
        why: WHY,
        fix: null,
      });
    }
  }
  return findings;
}
