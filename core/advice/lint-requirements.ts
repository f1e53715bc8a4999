import type { LintFinding } from "./finding.ts";
import { isUnpinned, WHY_PINNED } from "./pinned-packages.ts";

/** Lines of a list of requirements that name a package and no version of it. */
export function lintRequirements(text: string): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    // What is behind a marker (`; python_version < "3.12"`) or a comment is not part of the name.
    const name = (/^[^;#]*/.exec(line)?.[0] ?? "").trim();
    if (!isUnpinned(name)) continue;
    const startColumn = line.indexOf(name) + 1;
    findings.push({
      rule: "pinned-packages",
      hadolint: null,
      severity: "info",
      range: {
        startLine: index + 1,
        startColumn,
        endLine: index + 1,
        endColumn: startColumn + name.length,
      },
      message: `${name.slice(0, 60)} may be any version`,
      why: WHY_PINNED,
      fix: null,
    });
    if (findings.length >= 50) break;
  }
  return findings;
}
