import { performance } from "node:perf_hooks";
import { adviseFile, isJudged } from "../../core/advice/advise-file.ts";
import { applyFix } from "../../core/advice/apply-fix.ts";
import type { LintFinding, LintFix, TextFile } from "../../core/advice/finding.ts";
import { readMeaning } from "./read-meaning.ts";

/**
 * What the rules make of a folder of other people's files, for whoever writes a rule: how often each speaks, with
 * every place; the slowest file; and what each fix changes. A fix that leaves its finding, makes a new mistake or
 * touches another instruction is marked with `!!`.
 */
export function surveyFiles(files: readonly TextFile[], print: (line: string) => void): void {
  const byRule = new Map<string, string[]>();
  const fixes: string[] = [];
  let worst = { path: "", ms: 0 };
  let count = 0;
  for (const { path, content } of files) {
    if (!isJudged(path, content)) continue;
    count += 1;
    const begin = performance.now();
    const findings = adviseFile(path, files);
    const ms = performance.now() - begin;
    if (ms > worst.ms) worst = { path, ms };
    const lines = content.split(/\r\n|\n|\r/);
    for (const finding of findings) {
      const { rule, severity, range, message, fix } = finding;
      const line = (lines[range.startLine - 1] ?? "").trim().slice(0, 140);
      const places = byRule.get(`${severity} ${rule}`) ?? [];
      places.push(`  ${path}:${range.startLine}: ${message}\n      | ${line}`);
      byRule.set(`${severity} ${rule}`, places);
      if (fix !== null) fixes.push(...describeFix({ path, content }, files, finding, fix));
    }
  }
  print(`${count} files were judged; the slowest took ${worst.ms.toFixed(0)} ms: ${worst.path}`);
  for (const [rule, places] of [...byRule].sort(([a], [b]) => (a < b ? -1 : 1))) {
    print(`\n${rule}: ${places.length}`);
    places.forEach(print);
  }
  print(`\n${fixes.length === 0 ? "No fix is offered." : "What the fixes change:"}`);
  fixes.forEach(print);
}

function describeFix(
  file: TextFile,
  files: readonly TextFile[],
  finding: LintFinding,
  fix: LintFix,
): string[] {
  const fixed = { path: file.path, content: applyFix(file.content, fix) };
  const before = readMeaning(file.content);
  const after = readMeaning(fixed.content);
  const gone = before.filter((one) => !after.includes(one));
  const come = after.filter((one) => !before.includes(one));
  const others = files.filter(({ path }) => path !== file.path);
  const again = adviseFile(file.path, [...others, fixed]);
  const errors = (list: readonly LintFinding[]): number =>
    list.filter(({ severity }) => severity === "error").length;
  const same = (list: readonly LintFinding[]): number =>
    list.filter(({ rule }) => rule === finding.rule).length;
  const old = adviseFile(file.path, files);
  const isSuspect =
    errors(again) > errors(old) || same(again) >= same(old) || gone.length > 2 || come.length > 2;
  return [
    `${isSuspect ? "!!" : "  "} ${file.path}:${finding.range.startLine}: ${finding.rule}: ${fix.title}`,
    ...gone.map((one) => `      - ${one.slice(0, 200)}`),
    ...come.map((one) => `      + ${one.slice(0, 200)}`),
  ];
}
