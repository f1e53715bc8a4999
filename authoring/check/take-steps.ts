import { type LabCheck, needsBuild } from "../../core/check/lab-check.ts";
import type { FolderFile } from "../../server/tools.ts";

/** What a student is to type, as a script; of a wrong answer, what is typed instead of the solution's. */
export const STEPS = "steps.sh";
/** Of a wrong answer: what is typed after the solution's steps. */
export const AFTER = "after.sh";

/** The files of an answer without the scripts, and the scripts one after the other; null where there is none. */
export function takeSteps(
  checks: readonly LabCheck[],
  files: readonly FolderFile[],
): { readonly files: readonly FolderFile[]; readonly steps: string | null } {
  // In any other lab these are files like others, and a student may not be able to write them.
  if (checks.length > 0 && checks.every(needsBuild)) return { files, steps: null };
  const scripts = [STEPS, AFTER].flatMap((name) => files.find(({ path }) => path === name)?.content ?? []);
  return {
    files: files.filter(({ path }) => path !== STEPS && path !== AFTER),
    steps: scripts.length === 0 ? null : scripts.join("\n"),
  };
}
