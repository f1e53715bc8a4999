import type { LintFinding } from "../../advice/finding.ts";
import { copySources } from "../copy-sources.ts";
import { takesEverything } from "./copy-words.ts";
import { type LintContext, rangeOfInstruction } from "./lint-context.ts";
import { unwantedFiles } from "./unwanted-files.ts";

export const WHY_IGNORE =
  "COPY . takes every file of the folder: history, keys, notebooks and caches end up in the image, and a change in any of them builds everything below anew. " +
  "Name in .dockerignore what must not be sent.";

/** The first COPY of everything from the folder, in any stage; null when there is none. */
export function copyOfEverything(context: LintContext) {
  for (const stage of context.dockerfile.stages) {
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") continue;
      const [source] = copySources(context.dockerfile, stage.index, instruction);
      if (source?.kind === "context" && takesEverything(instruction)) return instruction;
    }
  }
  return null;
}

/** COPY . where no .dockerignore leaves anything out. What one lacks is said in that file. */
export function dockerignoreMissing(context: LintContext): LintFinding[] {
  const { files } = context;
  const copy = copyOfEverything(context);
  if (files === null || copy === null || files.some(({ path }) => path.endsWith(".dockerignore"))) return [];
  const entries = unwantedFiles(files.map(({ path }) => path)).map(({ entry }) => entry);
  return [
    {
      rule: "dockerignore-missing",
      hadolint: null,
      severity: "warning",
      range: rangeOfInstruction(context, copy),
      message: `Everything is copied, and no .dockerignore leaves out ${entries.slice(0, 6).join(", ")}`,
      why: WHY_IGNORE,
      fix: null,
    },
  ];
}
