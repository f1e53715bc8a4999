import type { LintFinding } from "../../advice/finding.ts";
import { copyWords } from "./copy-words.ts";
import { allInstructions, type LintContext, rangeOfLine, rangeOfMatch } from "./lint-context.ts";

const WHY =
  "ADD also unpacks archives and fetches from the network, so that a reader has to look twice at what lands in the image. " +
  "COPY says that a file of yours goes in as it is.";

/** What ADD is for: something to fetch, or to unpack. */
const needsAdd = (source: string): boolean =>
  /^(https?|git|ssh|ftp):\/\/|^git@|\.git(#.*)?$/i.test(source) ||
  /\.(tar|tgz|tbz2?|txz|tzst|gz|bz2|xz|zst)$/i.test(source) ||
  // What a build argument or a pattern stands for is not known here.
  /[$*?]/.test(source);

/** ADD of plain files, in any stage. */
export function addForCopy(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (instruction.keyword !== "ADD") continue;
    const { sources = [] } = copyWords(instruction) ?? {};
    if (sources.length === 0 || sources.some(needsAdd)) continue;
    if (
      instruction.flags.some(
        ({ name }) => name === "checksum" || name === "keep-git-dir" || name === "unpack",
      )
    )
      continue;
    const keyword = rangeOfMatch(context, { line: instruction.line, endLine: instruction.line }, /\bADD\b/i);
    findings.push({
      rule: "add-for-copy",
      hadolint: "DL3020",
      severity: "info",
      range: keyword ?? rangeOfLine(context, instruction.line),
      message: "ADD where COPY does",
      why: WHY,
      fix: keyword === null ? null : { title: "Use COPY", edits: [{ range: keyword, text: "COPY" }] },
    });
  }
  return findings;
}
