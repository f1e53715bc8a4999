import type { LintFinding } from "../../advice/finding.ts";
import { copyWords } from "./copy-words.ts";
import { isPlainBase } from "./known-bases.ts";
import { at, type LintContext, rangeOfInstruction } from "./lint-context.ts";

const WHY =
  "Without a WORKDIR the files land in /, among the system's own, or wherever the base happens to stand. " +
  "Move into a folder of your own first: WORKDIR /app.";

/** Folders of the system, where nothing of the project lies. */
const ofSystem = /^\/(?:usr|etc|var|opt|tmp|root|home|bin|sbin|lib|lib64|dev|proc|run|srv|mnt)(?:\/|$)/;

/** Whether anything from here on names a place in `/` that the file would no longer be in. */
function namesRoot(context: LintContext, index: number): boolean {
  const places = (text: string): string[] =>
    [...text.matchAll(/(?<![\w.$}/:])\/[\w.-][^\s"',;:]{0,200}/g)].map(([path]) => path);
  const later = context.chain.instructions
    .slice(index)
    .filter(({ keyword }) => keyword !== "COPY" && keyword !== "ADD");
  const copiedFrom = context.dockerfile.stages.flatMap(({ instructions }) =>
    instructions.filter(({ flags }) => flags.some(({ name }) => name === "from")),
  );
  return [...later, ...copiedFrom].some(({ text }) => places(text).some((path) => !ofSystem.test(path)));
}

/** COPY to a relative place before any WORKDIR, in what becomes the image. */
export function workdirMissing(context: LintContext): LintFinding[] {
  // Where another base stands is not known here: it may be just the right folder.
  if (!isPlainBase(context.chain)) return [];
  for (const [index, instruction] of context.chain.instructions.entries()) {
    if (instruction.keyword === "WORKDIR") return [];
    if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") continue;
    const words = copyWords(instruction);
    // What a variable or a Windows drive stands for is not known here.
    if (words === null || /^(\/|\$|[A-Za-z]:|["'])/.test(words.target)) continue;
    return [
      {
        rule: "workdir-missing",
        hadolint: "DL3045",
        severity: "warning",
        range: rangeOfInstruction(context, instruction),
        message: `${instruction.keyword} to ${words.target.slice(0, 60)}, and no WORKDIR says where that is`,
        why: WHY,
        fix: namesRoot(context, index)
          ? null
          : {
              title: "Put WORKDIR /app above",
              edits: [{ range: at(instruction.line, 1), text: "WORKDIR /app\n" }],
            },
      },
    ];
  }
  return [];
}
