/**
 * `npm run grade -- <course>/<lesson>/<lab> <folder> [--json] [--student id | --seed text]`: grades a folder exactly as
 * the page does; where the lab differs from student to student, for that student of this site, or for a seed.
 * `npm run grade -- <submission> [--json]`: grades what somebody submitted, by its number or its file.
 * Stdout holds the report and nothing else; exit 0 when all checks pass, 1 when not, 2 when it could not grade.
 */
import { stat } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openGrader } from "../authoring/check/open-grader.ts";
import { asWorkspace, overlayFiles } from "../authoring/check/overlay-files.ts";
import { printReport } from "../authoring/check/print-report.ts";
import { stopSignal } from "../authoring/check/stop-signal.ts";
import { takeSteps } from "../authoring/check/take-steps.ts";
import { isSeatOnly, needsBuild } from "../core/check/lab-check.ts";
import type { GradeReport } from "../core/check/result.ts";
import { compareGrades } from "../core/class/compare-grades.ts";
import { AppError } from "../core/errors.ts";
import {
  type FolderFile,
  loadCourseLabs,
  type LoadedLab,
  loadStudentLab,
  loadSubmittedLab,
  readAnswer,
  readConfig,
  readFolder,
} from "../server/tools.ts";
import { handDown } from "../setup/hand-down.ts";
import { takeSubmission } from "./grade/take-submission.ts";
import { runMain } from "./run-main.ts";

const USAGE =
  "npm run grade -- <course>/<lesson>/<lab> <folder> [--json] [--student id | --seed text], or npm run grade -- <submission> [--json]";
const report = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      student: { type: "string" },
      seed: { type: "string" },
    },
    allowPositionals: true,
  });
  const [labId, folder] = positionals;
  if (labId !== undefined && positionals.length === 1 && !/^[\w-]+(?:\/[\w-]+){2}$/.test(labId))
    return await gradeSubmission(labId, values.json);
  if (labId === undefined || folder === undefined || positionals.length > 2) {
    report(`usage: ${USAGE}`);
    return 2;
  }
  const config = readConfig();
  const labs = await loadCourseLabs(config.CONTENT_DIR, undefined, values.seed);
  const found = labs.find((one) => one.id === labId);
  if (found === undefined) {
    report(`There is no lab ${labId}. There is: ${labs.map((one) => one.id).join(", ")}`);
    return 2;
  }
  const lab = values.student === undefined ? found : await loadStudentLab(config, values.student, labId);
  for (const [name, value] of Object.entries(lab.variant)) report(`variant: ${name} is ${value}`);
  const { files: own, steps } = takeSteps(lab.lab.checks, await readGiven(lab, folder));
  const { files, ignored } = asWorkspace(lab.starter, own, lab.lab.editable);
  if (steps === null && isSeatOnly(lab.lab.checks)) {
    report(
      "The checks of this lab look at a seat. Put what is to be typed there into steps.sh in the folder.",
    );
  }
  if (ignored.length > 0) {
    report(`left out, because a student cannot change them on the page: ${ignored.join(", ")}`);
  }
  return concludeGrade(await gradeFiles(lab, { files, steps }), values.json);
}

/** What somebody submitted, with the values of their task, by the lab as it is now. */
async function gradeSubmission(which: string, isJson: boolean): Promise<number> {
  const config = readConfig();
  const one = await takeSubmission(config, which);
  const { lab, hash } = await loadSubmittedLab(config.CONTENT_DIR, one.lab, one.variant);
  for (const [name, value] of Object.entries(lab.variant)) report(`variant: ${name} is ${value}`);
  const elsewhere = lab.lab.checks.filter((check) => !needsBuild(check));
  if (elsewhere.length > 0) {
    report(
      `Not graded again, because the student's seat and what they had pushed are not kept: ${elsewhere.map(({ id }) => id).join(", ")}`,
    );
    if (elsewhere.length === lab.lab.checks.length) return 2;
  }
  if (hash !== one.labHash) report("The lab has changed since. It is graded by the lab as it is now.");
  const grade = await gradeFiles(lab, { files: one.files, steps: null });
  if (one.graded !== null) {
    const differences = compareGrades(one.graded, grade);
    report(differences.length === 0 ? "The same as when it was submitted." : "Not as when it was submitted:");
    for (const line of differences) report(`  ${line}`);
  }
  return concludeGrade(grade, isJson);
}

function concludeGrade(grade: GradeReport, isJson: boolean): number {
  process.stdout.write(`${isJson ? JSON.stringify(grade) : printReport(grade)}\n`);
  return grade.checks.every((check) => check.status === "passed") ? 0 : 1;
}

async function gradeFiles(
  lab: LoadedLab,
  answer: { readonly files: readonly FolderFile[]; readonly steps: string | null },
): Promise<GradeReport> {
  const signal = stopSignal();
  const grader = await openGrader(report, signal);
  try {
    return await grader.grade(
      lab,
      answer,
      (event) => {
        if (event.type === "phase") report(`... ${event.title}`);
        else if (event.type === "notice") report(event.text);
        else if (event.type === "check") report(`${event.result.status.padEnd(7)} ${event.result.title}`);
      },
      signal,
    );
  } finally {
    await grader.close();
  }
}

/**
 * A lab's own answers have placeholders, and the wrong and right ones hold only what differs from the solution: they are
 * laid over it. Any other folder is taken as it is.
 */
async function readGiven(lab: LoadedLab, folder: string): Promise<readonly FolderFile[]> {
  const directory = resolve(folder);
  const found = await stat(directory).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EACCES") return null;
    throw new AppError("NOT_FOUND", {
      message: `${directory} cannot be read`,
      userMessage: `The user who grades cannot read ${folder}. Root grades as the user drydock: copy the folder to where everybody can read it.`,
    });
  });
  if (found?.isDirectory() !== true) {
    throw new AppError("NOT_FOUND", {
      message: `no folder ${directory}`,
      userMessage: `There is no folder ${folder}.`,
    });
  }
  const own = relative(resolve(lab.directory), directory);
  if (/^(?:starter|solution)$/.test(own)) return readAnswer(lab, own);
  if (/^(?:wrong|right)\/[^/]+$/.test(own)) {
    return overlayFiles(await readAnswer(lab, "solution"), await readAnswer(lab, own));
  }
  return readFolder(directory, { fileBytes: 1_000_000, totalBytes: 20_000_000, files: 400 });
}

await runMain(
  async () =>
    (await handDown("cli/grade.ts", { seats: true, report, signal: stopSignal() })) ?? (await main()),
);
