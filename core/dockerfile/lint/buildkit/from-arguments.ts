import type { LintFinding } from "../../../advice/finding.ts";
import { variablesIn } from "../../assignments.ts";
import { platformValues } from "../../parse-dockerfile.ts";
import { type LintContext, rangeOf } from "../lint-context.ts";

const WHY_UNDECLARED =
  "FROM sees only ARG lines that stand above the first FROM, so this variable is empty. " +
  "Declare it there: ARG NAME=value.";
const WHY_DEFAULT =
  "Without --build-arg the variable is empty, and what is left is no name of an image: a plain docker build fails. " +
  "Give the ARG a default that works.";
const WHY_REDUNDANT = "A base is taken for the target's platform anyway. " + "Leave the flag out.";
const WHY_CONSTANT =
  "The image is then built for that platform whatever the machine or --platform says, and may not run where it is needed. " +
  "Leave the flag out and give the platform at the build: docker build --platform.";

/** Variables and platforms of FROM. BuildKit's UndefinedArgInFrom, InvalidDefaultArgInFrom, RedundantTargetPlatform, FromPlatformFlagConstDisallowed. */
export function fromArguments(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  const { escape, globals, globalNames, stages } = context.dockerfile;
  for (const { from, name } of stages) {
    const place = { line: from.line, endLine: from.line };
    const add = (
      finding: Pick<LintFinding, "rule" | "hadolint" | "severity" | "message" | "why">,
      pattern: RegExp,
    ): void => void findings.push({ ...finding, range: rangeOf(context, place, pattern), fix: null });
    const used = variablesIn(`${from.platform ?? ""} ${from.written}`, escape);
    const undeclared = used.find(({ name: one }) => !globalNames.has(one) && !platformValues.has(one));
    if (undeclared !== undefined && !undeclared.hasOther) {
      add(
        {
          rule: "undefined-arg-in-from",
          hadolint: null,
          severity: "error",
          message: `No ARG above the first FROM declares ${undeclared.name}`,
          why: WHY_UNDECLARED,
        },
        /\$\S+/,
      );
    } else if (
      variablesIn(from.written, escape).some(
        (one) => !one.hasOther && (globals.get(one.name) ?? null) === null,
      ) &&
      !isImage(from.image)
    ) {
      add(
        {
          rule: "invalid-default-arg",
          hadolint: null,
          severity: "warning",
          message: "Without --build-arg this names no image",
          why: WHY_DEFAULT,
        },
        /\$\S+/,
      );
    }
    if (from.platform === null) continue;
    const flag = /--platform=\S+/;
    if (/^\$\{?TARGETPLATFORM\}?$/.test(from.platform)) {
      add(
        {
          rule: "redundant-platform",
          hadolint: "DL3029",
          severity: "info",
          message: "$TARGETPLATFORM is the platform anyway",
          why: WHY_REDUNDANT,
        },
        flag,
      );
    } else if (
      !from.platform.includes("$") &&
      !(name ?? "").includes(from.platform.split("/").at(-1) ?? "-")
    ) {
      // A stage that is named after its platform is one of several, which a variable chooses from.
      add(
        {
          rule: "from-platform-constant",
          hadolint: "DL3029",
          severity: "info",
          message: `The platform is always ${from.platform.slice(0, 40)}`,
          why: WHY_CONSTANT,
        },
        flag,
      );
    }
  }
  return findings;
}

/** As a registry takes it: registry, path, tag, digest. */
const isImage = (image: string): boolean =>
  /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/i.test(
    image.slice(0, 400),
  );
