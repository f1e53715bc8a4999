import type { LintFinding } from "../../../advice/finding.ts";
import { copySources } from "../../copy-sources.ts";
import { ignoreFiles } from "../../ignore-files.ts";
import { copyWords } from "../copy-words.ts";
import { type LintContext, rangeOf } from "../lint-context.ts";

const WHY =
  "What .dockerignore leaves out is never sent to the build, so this COPY finds nothing and the build fails. " +
  "Let the file in with a line that begins with !, or take the pattern out.";

/** COPY of what .dockerignore leaves out. BuildKit's CopyIgnoredFile. */
export function copyIgnored(context: LintContext): LintFinding[] {
  // With several in a checkout it is not known which one counts.
  const ignores = context.files?.filter(({ path }) => path.endsWith(".dockerignore")) ?? [];
  const [only] = ignores;
  if (only === undefined || ignores.length > 1 || only.path !== ".dockerignore" || !context.isAtTop)
    return [];
  const ignored = ignoreFiles(only.content);
  const findings: LintFinding[] = [];
  let left = 100;
  for (const stage of context.dockerfile.stages) {
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") continue;
      if (copySources(context.dockerfile, stage.index, instruction)[0]?.kind !== "context") continue;
      const source = copyWords(instruction)?.sources.find((word) => {
        const path = word.replace(/^(?:\.?\/)+/, "").replace(/\/+$/, "");
        if (
          path === "" ||
          (/[$*?[\]]|^\.|\.\.\/|:\/\//.test(word.replace(/^\.\//, "")) && !word.startsWith("./"))
        )
          return false;
        left -= 1;
        // Something within a folder may be let in again.
        return left > 0 && ignored(path) && !only.content.includes("!");
      });
      if (source === undefined) continue;
      findings.push({
        rule: "copy-ignored-file",
        hadolint: null,
        severity: "error",
        range: rangeOf(context, instruction, source),
        message: `.dockerignore leaves out ${source.slice(0, 80)}`,
        why: WHY,
        fix: null,
      });
    }
  }
  return findings;
}
