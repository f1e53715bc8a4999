import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { GradeReport } from "../../core/check/result.ts";
import { neighbourOf } from "../../core/lab/variants.ts";
import { type FolderFile, type LoadedLab, readAnswer } from "../../server/tools.ts";
import { asWorkspace, overlayFiles } from "./overlay-files.ts";
import { takeSteps } from "./take-steps.ts";

/** What a folder of a lab is expected to come to. */
export type Expectation =
  | { readonly kind: "fails" }
  | { readonly kind: "full-points" }
  | { readonly kind: "blocked" }
  | { readonly kind: "fails-only"; readonly check: string };

export interface LabCase {
  readonly lab: LoadedLab;
  /** "starter", "solution", "right/venv", "wrong/health--cmd-true", "neighbour/port" */
  readonly name: string;
  readonly files: readonly FolderFile[];
  /** What is typed in the seat, as a script; null where the files are all there is. */
  readonly steps: string | null;
  readonly expected: Expectation;
}

const BLOCKING = "blocking";

/**
 * Every case that a lab ships. Throws for a folder whose name says nothing, or that has a file that no student
 * could write: such a case would prove nothing.
 */
export async function listCases(lab: LoadedLab): Promise<LabCase[]> {
  const solution = await readAnswer(lab, "solution");
  const make = (name: string, layers: readonly FolderFile[], expected: Expectation): LabCase => {
    const { files: own, steps } = takeSteps(lab.lab.checks, layers);
    const { files, ignored } = asWorkspace(lab.starter, own, lab.lab.editable);
    if (ignored.length > 0) throw new Error(`${lab.id} ${name}: no student can write ${ignored.join(", ")}`);
    return { lab, name, files, steps, expected };
  };
  // Without checks nothing can fail; that the solution's steps come to their end is all there is to prove.
  const starter = lab.lab.checks.length === 0 ? [] : [make("starter", [], { kind: "fails" })];
  const answers =
    lab.lab.checks.length === 0 && solution.length === 0
      ? []
      : [make("solution", solution, { kind: "full-points" })];
  const cases = [...starter, ...answers];
  for (const folder of await listFolders(join(lab.directory, "right"))) {
    const files = await readAnswer(lab, `right/${folder}`);
    cases.push(make(`right/${folder}`, overlayFiles(solution, files), { kind: "full-points" }));
  }
  for (const folder of await listFolders(join(lab.directory, "wrong"))) {
    const files = await readAnswer(lab, `wrong/${folder}`);
    cases.push(make(`wrong/${folder}`, overlayFiles(solution, files), expectedOf(lab, folder)));
  }
  for (const [parameter, files] of await readNeighbours(lab, solution)) {
    cases.push(make(`neighbour/${parameter}`, files, { kind: "fails" }));
  }
  return cases;
}

/**
 * The solution of somebody whose variant differs in one value, for each value that the solution depends on. None of
 * them may pass: otherwise that value could be copied from a neighbour.
 */
async function readNeighbours(
  lab: LoadedLab,
  solution: readonly FolderFile[],
): Promise<(readonly [string, readonly FolderFile[]])[]> {
  const { variants } = lab.lab;
  if (variants === undefined) return [];
  const neighbours: (readonly [string, readonly FolderFile[]])[] = [];
  for (const name of Object.keys(variants)) {
    const files = await readAnswer({ ...lab, variant: neighbourOf(variants, lab.variant, name) }, "solution");
    // What only changes words of the task changes no solution.
    if (JSON.stringify(files) !== JSON.stringify(solution)) neighbours.push([name, files]);
  }
  if (neighbours.length > 0) return neighbours;
  throw new Error(`${lab.id}: nothing in solution/ depends on its variants, so a neighbour's would pass`);
}

function expectedOf(lab: LoadedLab, folder: string): Expectation {
  const [check = ""] = folder.split("--", 1);
  if (check === BLOCKING) return { kind: "blocked" };
  if (!folder.includes("--") || !lab.lab.checks.some((one) => one.id === check)) {
    throw new Error(`${lab.id}: wrong/${folder} must begin with the id of a check and "--"`);
  }
  return { kind: "fails-only", check };
}

async function listFolders(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** Starter and solution of each lab, the first wrong answer of each of its checks and the first neighbour. */
export function pickCases(cases: readonly LabCase[]): LabCase[] {
  return pickFirst(cases, ({ lab, expected, name }) =>
    isNeighbour(name)
      ? `${lab.id} neighbour`
      : `${lab.id} ${expected.kind === "fails-only" ? expected.check : BLOCKING}`,
  );
}

/** The solution of each lab; of all labs, the first wrong answer of each kind of check, and one neighbour. */
export function pickBriefly(cases: readonly LabCase[]): LabCase[] {
  const withoutStarters = cases.filter(({ name }) => name !== "starter");
  return pickFirst(withoutStarters, ({ lab, expected, name }) =>
    isNeighbour(name)
      ? "neighbour"
      : expected.kind === "fails-only"
        ? (lab.lab.checks.find(({ id }) => id === expected.check)?.kind ?? expected.check)
        : BLOCKING,
  );
}

const isNeighbour = (name: string): boolean => name.startsWith("neighbour/");

function pickFirst(cases: readonly LabCase[], keyOf: (wrong: LabCase) => string): LabCase[] {
  const seen = new Set<string>();
  return cases.filter((one) => {
    if (one.name.startsWith("right/")) return false;
    if (!one.name.startsWith("wrong/") && !isNeighbour(one.name)) return true;
    const key = keyOf(one);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Null when the report is what was expected, else what is different. */
export function differs(expected: Expectation, report: GradeReport): string | null {
  const failed = report.checks.filter((check) => check.status === "failed").map((check) => check.id);
  const skipped = report.checks.filter((check) => check.status === "skipped").map((check) => check.id);
  const points = `${report.score} of ${report.maxScore} points`;
  const told = [
    report.blocking === null ? "" : `blocked: ${report.blocking.title}: ${report.blocking.explanation}`,
    failed.length === 0 ? "" : `failed: ${failed.join(", ")}`,
    skipped.length === 0 ? "" : `skipped: ${skipped.join(", ")}`,
  ]
    .filter((part) => part !== "")
    .join("; ");
  const found = `${points}${told === "" ? "" : `; ${told}`}`;
  switch (expected.kind) {
    case "full-points":
      return report.score === report.maxScore && report.blocking === null
        ? null
        : `full points expected, found ${found}`;
    case "fails":
      return report.score < report.maxScore ? null : `a failure expected, found ${found}`;
    case "blocked":
      return report.blocking !== null && failed.length === 0
        ? null
        : `one blocking finding and nothing else expected, found ${found}`;
    case "fails-only":
      return report.blocking === null &&
        failed.length === 1 &&
        failed[0] === expected.check &&
        skipped.length === 0
        ? null
        : `exactly ${expected.check} expected to fail, found ${found}`;
  }
}
