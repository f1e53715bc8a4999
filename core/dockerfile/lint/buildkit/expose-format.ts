import type { LintFinding } from "../../../advice/finding.ts";
import { allInstructions, type LintContext, rangeOf } from "../lint-context.ts";

const WHY_FORMAT =
  "EXPOSE only notes a port of the container; an address or a port of the machine belongs to docker run -p. " +
  "Write the container's port alone.";
const WHY_RANGE = "Ports go from 1 to 65535. " + "Write the port that the program listens to.";
const WHY_CASING = "Docker wants the protocol in small letters. " + "Write tcp or udp.";

/** EXPOSE of what is no port. BuildKit's ExposeInvalidFormat and ExposeProtoCasing. */
export function exposeFormat(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "EXPOSE") continue;
    for (const word of instruction.words) {
      if (word.includes("$") || word.startsWith("#")) continue;
      const place = { range: rangeOf(context, instruction, word), fix: null };
      const number = /^(\d{1,6})(?:-(\d{1,6}))?(?:\/(?:tcp|udp|sctp))?$/i.exec(word);
      if (/^[\w.[\]:]*:\d+/.test(word)) {
        findings.push({
          ...place,
          rule: "expose-invalid-format",
          hadolint: null,
          severity: "warning",
          message: `${word.slice(0, 60)} is more than a port`,
          why: WHY_FORMAT,
        });
      } else if (number !== null && [number[1], number[2]].some((port) => Number(port ?? 1) > 65_535)) {
        findings.push({
          ...place,
          rule: "expose-invalid-format",
          hadolint: "DL3011",
          severity: "error",
          message: `There is no port ${word.slice(0, 20)}`,
          why: WHY_RANGE,
        });
      } else if (/\/[a-z]*[A-Z]/.test(word)) {
        findings.push({
          ...place,
          rule: "expose-proto-casing",
          hadolint: null,
          severity: "info",
          message: `${word.slice(0, 20)} names its protocol in capitals`,
          why: WHY_CASING,
        });
      }
    }
  }
  return findings;
}
