import { lintDockerfile } from "../dockerfile/lint/lint-dockerfile.ts";
import { adviseFile } from "./advise-file.ts";
import { applyFix } from "./apply-fix.ts";
import type { LintFinding, TextFile } from "./finding.ts";
import type { AdviceRule } from "./rules.ts";

/** For tests of rules: one rule's findings in a Dockerfile. */
export const found = (
  rule: AdviceRule,
  text: string,
  files: readonly TextFile[] | null = null,
): LintFinding[] => lintDockerfile(text, files).filter((finding) => finding.rule === rule);

/** One rule's findings in a file of a workspace. */
export const foundIn = (
  rule: AdviceRule,
  path: string,
  files: Readonly<Record<string, string>>,
): LintFinding[] => adviseFile(path, workspace(files)).filter((finding) => finding.rule === rule);

export const workspace = (files: Readonly<Record<string, string>>): TextFile[] =>
  Object.entries(files).map(([path, content]) => ({ path, content }));

/** The text after the fix of the first of these findings. */
export function mend(text: string, findings: readonly LintFinding[]): string {
  const fix = findings[0]?.fix;
  if (fix === null || fix === undefined) throw new Error("there is no fix");
  return applyFix(text, fix);
}

/** Lines below a FROM that has nothing to say about most rules. */
export const image = (...lines: string[]): string => ["FROM python:3.11-slim", ...lines, ""].join("\n");
