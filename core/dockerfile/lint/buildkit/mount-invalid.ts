import type { LintFinding } from "../../../advice/finding.ts";
import { allInstructions, type LintContext, rangeOf } from "../lint-context.ts";
import { mountsOf } from "../mounts.ts";

const WHY =
  "BuildKit refuses the step. " +
  "A mount is --mount=type=cache,target=/folder, with bind, cache, secret, ssh or tmpfs as its type.";

const types = /^(?:bind|cache|secret|ssh|tmpfs)$/;
const known =
  /^(?:type|target|dst|destination|source|src|from|rw|readwrite|ro|readonly|id|sharing|mode|uid|gid|required|size|env|relabel|z|Z|exec|noexec)$/i;

/** A --mount that BuildKit does not take. */
export function mountInvalid(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "RUN") continue;
    for (const mount of mountsOf(instruction)) {
      const type = mount.get("type") ?? "bind";
      const hasTarget = ["target", "dst", "destination"].some((name) => mount.has(name));
      const strange = [...mount.keys()].find((name) => !known.test(name) && !name.includes("$"));
      const message = type.includes("$")
        ? null
        : !types.test(type)
          ? `There is no mount of type ${type.slice(0, 40)}`
          : strange !== undefined
            ? `A mount has no option ${strange.slice(0, 40)}`
            : (type === "cache" || type === "tmpfs") && !hasTarget
              ? `A mount of type ${type} needs a target`
              : null;
      if (message === null) continue;
      findings.push({
        rule: "mount-invalid",
        hadolint: null,
        severity: "error",
        range: rangeOf(context, instruction, /--mount\S*/),
        message,
        why: WHY,
        fix: null,
      });
    }
  }
  return findings;
}
