import type { LintFinding } from "../../advice/finding.ts";
import type { Stage } from "../parse-dockerfile.ts";
import { absolutePath, copyWords } from "./copy-words.ts";
import { at, type LintContext, rangeOfInstruction, rangeOfMatch } from "./lint-context.ts";

const WHY =
  "Without --from a COPY takes your own files, where no such folder is, and the build fails. " +
  "Name the stage that made it: COPY --from=builder ...";

/** Folders of a system: nobody has them among the files of a project. */
const ofSystem = /^\/(usr|opt|root|home|lib|lib64|bin|sbin|etc|var|venv|install|wheels)(\/|$)/;

/** Whether the stage makes something at that place: by its WORKDIR, or by naming it. */
function makes(stage: Stage, path: string): boolean {
  return stage.instructions.some(({ keyword, words, text }) => {
    if (keyword === "WORKDIR") {
      const folder = absolutePath("/", words[0] ?? "");
      return folder !== "/" && (path === folder || path.startsWith(`${folder}/`));
    }
    return keyword === "RUN" && text.includes(path);
  });
}

/**
 * Name (or number) of the stage that what lies at an absolute path is to be copied from; null when nothing speaks
 * for one, so that a file of the student's may be meant.
 */
export function stageThatMakes(earlier: readonly Stage[], path: string): string | null {
  const maker =
    earlier.findLast((one) => makes(one, path)) ?? (ofSystem.test(path) ? earlier.at(-1) : undefined);
  return maker === undefined ? null : (maker.name ?? String(maker.index));
}

/** A COPY in a later stage of what only an earlier stage can have. */
export function copyWithoutFrom(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  const { stages } = context.dockerfile;
  for (const stage of stages.slice(1)) {
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== "COPY" || instruction.flags.some(({ name }) => name === "from")) continue;
      const source = copyWords(instruction)?.sources.find((word) => word.startsWith("/"));
      if (source === undefined) continue;
      const path = absolutePath("/", source);
      const own = context.files?.some(
        (file) => `/${file.path}` === path || `/${file.path}`.startsWith(`${path}/`),
      );
      if (own === true) continue;
      const name = stageThatMakes(stages.slice(0, stage.index), path);
      if (name === null) continue;
      const keyword = rangeOfMatch(
        context,
        { line: instruction.line, endLine: instruction.line },
        /\bCOPY\b/i,
      );
      findings.push({
        rule: "copy-without-from",
        hadolint: null,
        severity: "error",
        range: rangeOfInstruction(context, instruction),
        message: `${source.slice(0, 80)} is not among your files: --from is missing`,
        why: WHY,
        fix:
          keyword === null
            ? null
            : {
                title: `Copy it from stage ${name}`,
                edits: [{ range: at(keyword.endLine, keyword.endColumn), text: ` --from=${name}` }],
              },
      });
    }
  }
  return findings;
}
