import type { DockerfileInstruction } from "../parse-dockerfile.ts";
import type { LintFinding } from "../../advice/finding.ts";
import { allInstructions, rangeOf, type LintContext } from "./lint-context.ts";

const why =
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

/** One pass: a pattern would look for the end of each quote anew, to the end of the text. */
function withoutQuoted(text: string): string {
  let plain = "";
  for (let at = 0; at < text.length; at += 1) {
    const quote = text.charAt(at);
    if (quote !== '"' && quote !== "'") {
      plain += quote;
      continue;
    }
    for (at += 1; at < text.length && text.charAt(at) !== quote; at += 1) {
      if (quote === '"' && text.charAt(at) === "\\") at += 1;
    }
  }
  return plain;
}

/** More of them in one file nobody reads. */
const MAX_FINDINGS = 20;

/** Names that an ENV or ARG sets: `NAME=value ...`, `NAME value`, or `NAME` alone. */
function namesOf({ keyword, words, text }: DockerfileInstruction): string[] {
  const [first = ""] = words;
  if (keyword === "ENV" && !first.includes("=")) return [first];
  const assigned = withoutQuoted(text).matchAll(/(?:^|\s)([A-Za-z_][\w-]*)(?==)/g);
  const names = [...assigned].map((match) => match[1] ?? "");
  return keyword === "ARG" ? [...names, ...words.filter((word) => /^[A-Za-z_]\w*$/.test(word))] : names;
}

/** A secret as ENV or ARG, in any stage. */
export function secretInEnvironment(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "ENV" && instruction.keyword !== "ARG") continue;
    for (const name of namesOf(instruction)) {
      if (findings.length >= MAX_FINDINGS) return findings;
      // A name that long is a text by mistake; no pattern is made of it.
      if (name.length > 200 || !namesSecret(name)) continue;
      // `ENV NAME value` takes anything for a name.
      const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const pattern = new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`);
      findings.push({
        rule: "secret-in-environment",
        hadolint: null,
        severity: "warning",
        range: rangeOf(context, instruction, pattern),
        message: `${name} looks like a secret, and ${instruction.keyword} writes it into the image`,
        why,
        fix: null,
      });
    }
  }
  return findings;
}
