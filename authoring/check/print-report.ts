import type { CheckResult, GradeReport } from "../../core/check/result.ts";

const SIGNS = { passed: "PASS", failed: "FAIL", skipped: "SKIP" } as const;

/** The report as text for a terminal: plain words, nothing that a student's program printed can move a cursor. */
export function printReport(report: GradeReport): string {
  const lines: string[] = [];
  if (report.blocking !== null) {
    const { title, explanation, line, log } = report.blocking;
    lines.push(`STOP  ${title}${line === null ? "" : ` (line ${line})`}`, `      ${explanation}`);
    for (const text of log.trim().split("\n").slice(-15)) lines.push(`      | ${text}`);
    lines.push("");
  }
  for (const check of report.checks) lines.push(...printCheck(check), "");
  if (report.image !== null) {
    lines.push(`image ${(report.image.bytes / 1e6).toFixed(1)} MB in ${report.image.layers.length} layers`);
  }
  lines.push(`score ${report.score} of ${report.maxScore}, ${(report.durationMs / 1000).toFixed(1)} s`);
  return lines.map(plain).join("\n");
}

function printCheck(check: CheckResult): string[] {
  const lines = [`${SIGNS[check.status]}  ${check.title}  ${check.points}/${check.maxPoints}`];
  if (check.takenFrom === "student-seat") lines.push("      (as the seat itself tells it)");
  for (const evidence of check.evidence) {
    const where = evidence.line === null ? "" : ` [${evidence.file ?? ""}:${evidence.line}]`;
    lines.push(`      ${evidence.ok ? "+" : "-"} ${evidence.asked}: ${evidence.found}${where}`);
  }
  if (check.hint !== null) {
    const where = check.line === null ? "" : ` [${check.file ?? ""}:${check.line}]`;
    lines.push(`      > ${check.hint}${where}`);
  }
  return lines;
}

function plain(line: string): string {
  return line
    .split("\n")
    .map((part) => part.replace(/[\u0000-\u001f\u007f-\u009f]/g, " "))
    .join("\n        ");
}
