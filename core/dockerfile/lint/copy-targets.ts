import type { LintFinding } from "../../advice/finding.ts";
import { tagOf } from "../../advice/known-tags.ts";
import { copySources } from "../copy-sources.ts";
import { copyWords } from "./copy-words.ts";
import { type LintContext, rangeOf, rangeOfInstruction } from "./lint-context.ts";
import { WHY_PINNED_IMAGE } from "./pinned-base.ts";

const WHY_MANY =
  "Several files need a folder to go to, and without a slash at its end Docker may take it for the name of a file. " +
  "End the last word with a slash.";
const WHY_UPPER =
  "Files from outside the folder that is built are never sent, so the build does not find them. " +
  "Build from the folder above, and name the file from there.";

/** Where COPY goes to and what it takes from: several files to one name, images without a version, `../`. */
export function copyTargets(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const stage of context.dockerfile.stages) {
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") continue;
      const [source] = copySources(context.dockerfile, stage.index, instruction);
      const words = copyWords(instruction);
      if (source?.kind === "image" && !/[@$]/.test(source.image) && source.image.includes("/")) {
        const tag = tagOf(source.image);
        if (tag === null || tag === "latest") {
          findings.push({
            rule: "copy-from-latest",
            hadolint: null,
            severity: "warning",
            range: rangeOf(context, instruction, /(?<=--from=)\S+/i),
            message: `The image ${source.image.slice(0, 80)} is whatever is newest`,
            why: WHY_PINNED_IMAGE,
            fix: null,
          });
        }
      }
      if (words === null) continue;
      if (
        words.sources.length > 1 &&
        !/(?:\/|^\.{1,2}|\/\.{1,2}|\\)$|[$"']/.test(words.target) &&
        !words.sources.some((one) => one.startsWith("#")) &&
        !words.target.startsWith("#") &&
        !instruction.words.includes("#")
      ) {
        findings.push({
          rule: "copy-many",
          hadolint: "DL3021",
          severity: "warning",
          range: rangeOfInstruction(context, instruction),
          message: `Several files go to ${words.target.slice(0, 60)}, which has no slash at its end`,
          why: WHY_MANY,
          fix: null,
        });
      }
      if (source?.kind === "context" && words.sources.some((one) => /^\.\.\//.test(one))) {
        findings.push({
          rule: "copy-outside",
          hadolint: null,
          severity: "warning",
          range: rangeOf(context, instruction, /\.\.\/\S*/),
          message: "This file lies outside the folder that is built",
          why: WHY_UPPER,
          fix: null,
        });
      }
    }
  }
  return findings;
}
