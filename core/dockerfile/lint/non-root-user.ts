import type { LintFinding } from "../../advice/finding.ts";
import { rangeOfLine, type LintContext } from "./lint-context.ts";

const why =
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
  // Bases whose own default is another user say so in their name.
  if (named === undefined && /(^|[:/-])nonroot\b|unprivileged/.test(context.chain.base.image)) return [];
  if (user !== null && !isRoot(user)) return [];
  return [
    {
      rule: "non-root-user",
      hadolint: named === undefined ? null : "DL3002",
      severity: "warning",
      range: rangeOfLine(context, named?.line ?? context.last.from.line),
      message:
        named === undefined ? "The last stage names no USER, so it runs as root" : "The last USER is root",
      why,
      fix: null,
    },
  ];
}
