import type { ContentProblem } from "../../../core/course/content-problem.ts";
import { nearName } from "../../../core/course/near-name.ts";
import { isEditable } from "../../../core/lab/workspace-path.ts";
import type { FolderFile } from "../read-folder.ts";
import type { LabFolders } from "./read-answers.ts";

/** What the rules for answers need of lab.yaml, also of one that has mistakes. */
export interface AnswersOf {
  /** Of the lab's folder, relative to the folder of the courses. */
  readonly path: string;
  readonly checks: readonly { readonly id: string; readonly kind: string; readonly line: number }[];
  readonly editable: readonly string[];
  readonly editableLine: number;
}

const SCRIPTS = ["steps.sh", "after.sh"];

/** Answers that prove nothing: missing, the same as another, named after no check, or what no student can write. */
export function lintAnswers(lab: AnswersOf, folders: LabFolders): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const yaml = `${lab.path}/lab.yaml`;
  const typed = lab.checks.find(({ kind }) => kind === "seat-state" || kind === "pushed");
  const isInSeat = typed !== undefined;
  const tell = (file: string, line: number, message: string, advice: string) =>
    problems.push({ file, line, message, advice });
  const starter = new Map(folders.starter.map(({ path, content }) => [path, content]));
  const solution = new Map([
    ...starter,
    ...(folders.solution ?? []).map(({ path, content }) => [path, content] as const),
  ]);

  const lintFolder = (name: string, files: readonly FolderFile[], below: ReadonlyMap<string, string>) => {
    for (const { path, content } of files) {
      if (isInSeat && SCRIPTS.includes(path)) continue;
      if (isEditable(path, lab.editable) || starter.get(path) === content) continue;
      tell(
        `${lab.path}/${name}/${path}`,
        1,
        `no student can write ${path}`,
        `Add it to editable (lab.yaml, line ${lab.editableLine}), or take it out of ${name}/.`,
      );
    }
    if (files.every(({ path, content }) => below.get(path) === content)) {
      const of = below === starter ? "the starter" : "the solution";
      tell(
        `${lab.path}/${name}`,
        1,
        `${name}/ changes nothing of ${of}`,
        `Put into it the files that differ from ${of}${isInSeat ? ", or what is typed, as steps.sh" : ""}.`,
      );
    }
  };

  if (folders.solution === null) {
    tell(yaml, 1, "there is no solution/", "Put the files that get full points into solution/.");
  } else {
    lintFolder("solution", folders.solution, starter);
    if (isInSeat && !folders.solution.some(({ path }) => path === "steps.sh")) {
      const message = "solution/ has no steps.sh, so nobody knows that this check can be passed";
      tell(yaml, typed.line, message, "Write what a student types in the terminal into solution/steps.sh.");
    }
  }
  for (const [name, files] of folders.right) lintFolder(`right/${name}`, files, solution);
  for (const [name, files] of folders.wrong) {
    lintFolder(`wrong/${name}`, files, solution);
    const [check = ""] = name.split("--", 1);
    const ids = [...new Set(lab.checks.map(({ id }) => id)), "blocking"];
    if (name.includes("--") && name.length > check.length + 2 && ids.includes(check)) continue;
    const near = nearName(check, ids);
    const advice = ids.includes(check)
      ? `Call it ${check}--<what is wrong>.`
      : `${near === null ? "" : `Did you mean ${near}--…? `}It begins with the id of the check that it fails: ${ids.join(", ")}.`;
    tell(`${lab.path}/wrong/${name}`, 1, `wrong/${name} is named after no check`, advice);
  }
  for (const check of lab.checks) {
    if ([...folders.wrong.keys()].some((name) => name.startsWith(`${check.id}--`))) continue;
    tell(
      yaml,
      check.line,
      `no wrong answer shows that the check ${check.id} can fail`,
      `Add a folder wrong/${check.id}--<what is wrong>/ with what differs from the solution.`,
    );
  }
  return problems;
}
