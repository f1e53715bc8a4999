import type { LintFinding } from "../../advice/finding.ts";
import { absolutePath, copyWords } from "./copy-words.ts";
import { type LintContext, rangeOf } from "./lint-context.ts";
import { shellCommands } from "./shell-commands.ts";

const WHY =
  "A file that changes its owner or mode is written into this layer a second time, and the image pays for both. " +
  "Say it where the files come in: COPY --chown=... or COPY --chmod=...";

const isRecursive = (word: string): boolean => /^-[a-zA-Z]*R/.test(word) || word === "--recursive";

/** chown -R or chmod -R over what a COPY above has brought into the image. */
export function chownAgain(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  const copied = new Set<string>();
  let workdir = "/";
  for (const instruction of context.chain.instructions) {
    if (instruction.keyword === "WORKDIR") workdir = absolutePath(workdir, instruction.words[0] ?? "");
    if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
      const words = copyWords(instruction);
      if (words !== null && !words.target.includes("$")) copied.add(absolutePath(workdir, words.target));
    }
    if (instruction.keyword !== "RUN") continue;
    for (const [program, ...rest] of shellCommands(context, instruction)) {
      if ((program !== "chown" && program !== "chmod") || !rest.some(isRecursive)) continue;
      const folders = rest
        .filter((word) => !word.startsWith("-"))
        .slice(1, 50)
        .map((word) => absolutePath(workdir, word));
      const again = [...copied].some((path) =>
        folders.some((folder) => folder === "/" || path === folder || path.startsWith(`${folder}/`)),
      );
      if (!again) continue;
      findings.push({
        rule: "chown-again",
        hadolint: null,
        severity: "warning",
        range: rangeOf(context, instruction, new RegExp(`\\b${program}\\s+-\\S*R\\S*|\\b${program}\\b`)),
        message: `${program} -R writes what was copied a second time`,
        why: WHY,
        fix: null,
      });
      break;
    }
  }
  return findings;
}
