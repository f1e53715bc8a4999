import type { LintFinding } from "../../advice/finding.ts";
import { beginsAsRoot, hasOwnUser } from "./known-bases.ts";
import { type LintContext, rangeOfLine } from "./lint-context.ts";

const WHY =
  "Whoever breaks into the program is then root in the container, one fault of the kernel away from the machine. " +
  "Make a user of its own and name it with USER in the last stage.";

const isRoot = (user: string): boolean => /^(root|0+)(:.*)?$/i.test(user);

/**
 * No USER in what becomes the image, or root. No fix is offered: which files the user must own is the
 * student's to find out.
 */
export function nonRootUser(context: LintContext): LintFinding[] {
  const named = context.chain.instructions.findLast((instruction) => instruction.keyword === "USER");
  const user = named?.text.trim() ?? null;
  if (named === undefined && hasOwnUser(context.chain.base.image)) return [];
  if (user !== null && !isRoot(user)) return [];
  // What an unknown base is configured with nobody knows from here.
  const isKnown = named !== undefined || beginsAsRoot(context.chain);
  return [
    {
      rule: "non-root-user",
      hadolint: named === undefined ? null : "DL3002",
      severity: isKnown ? "warning" : "info",
      range: rangeOfLine(context, named?.line ?? context.last.from.line),
      message:
        named !== undefined
          ? "The last USER is root"
          : isKnown
            ? "The last stage names no USER, so it runs as root"
            : "The last stage names no USER: it runs as root unless the base names another user",
      why: WHY,
      fix: null,
    },
  ];
}
