import type { LintFinding } from "../../advice/finding.ts";
import { readAssignments } from "../assignments.ts";
import { allInstructions, type LintContext, rangeOf } from "./lint-context.ts";

const WHY =
  "Whoever has the image reads it there, in its configuration or its history, even when a later line empties it. " +
  "Give it at run time, or to one step with RUN --mount=type=secret.";

const secretWords = new Set([
  "password",
  "passwd",
  "passphrase",
  "secret",
  "secrets",
  "token",
  "credentials",
  "apikey",
]);
const secretPairs = new Set([
  "api_key",
  "access_key",
  "private_key",
  "secret_key",
  "auth_key",
  "signing_key",
]);
/** These name a place, a size or an age of the secret, not the secret. */
const harmlessEnds = new Set([
  "file",
  "path",
  "dir",
  "url",
  "length",
  "limit",
  "max",
  "min",
  "ttl",
  "expiry",
  "name",
  "names",
  "id",
  "ids",
  "type",
  "enabled",
  "disabled",
  "required",
  "count",
  "size",
  "timeout",
  "expire",
  "expires",
  "expiration",
  "seconds",
  "minutes",
  "days",
  "hours",
  "age",
  "algorithm",
  "hash",
  "hashers",
  "policy",
  "provider",
  "endpoint",
  "host",
  "port",
  "prefix",
  "header",
  "location",
  "mount",
  "version",
  "parallelism",
]);

/** Whether a setting of that name usually is a secret. */
export function namesSecret(name: string): boolean {
  const parts = name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_-]+/)
    .filter((part) => part !== "");
  if (harmlessEnds.has(parts.at(-1) ?? "") || parts.includes("public") || parts.includes("max")) return false;
  return parts.some(
    (part, index) => secretWords.has(part) || secretPairs.has(`${part}_${parts[index + 1] ?? ""}`),
  );
}

/** More of them in one file nobody reads. */
const MAX_FINDINGS = 20;

/** A place of the secret or a switch says nothing of it, and a number only where it is a password. */
export const isHarmlessValue = (name: string, value: string): boolean =>
  /^["']?(?:\.{0,2}\/[^"']*|true|false|yes|no|on|off|none|null|file:[^"']*)["']?$/i.test(value) ||
  (/^["']?\d{1,6}["']?$/.test(value) && !/pass(?:word|wd|phrase)/i.test(name));

/** A secret as ENV or ARG, in any stage. */
export function secretInEnvironment(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "ENV" && instruction.keyword !== "ARG") continue;
    const set = readAssignments(instruction.keyword, instruction.text, context.dockerfile.escape);
    for (const { name, written } of set) {
      if (findings.length >= MAX_FINDINGS) return findings;
      // A name that long is a text by mistake; no pattern is made of it.
      if (name.length > 200 || !namesSecret(name) || isHarmlessValue(name, written ?? "")) continue;
      // `ENV NAME value` takes anything for a name.
      const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const pattern = new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`);
      findings.push({
        rule: "secret-in-environment",
        hadolint: null,
        severity: "warning",
        range: rangeOf(context, instruction, pattern),
        message: `${name} looks like a secret, and ${instruction.keyword} writes it into the image`,
        why: WHY,
        fix: null,
      });
    }
  }
  return findings;
}
