/**
 * `npm run course:check [-- --all | --brief] [--lab course/lesson/lab] [--changed [--since commit]] [--only text]
 * [--seed text] [--fresh] [--json]`: proves every lab.
 * The starter fails, the solution and everything in right/ get full points, each folder in wrong/ fails exactly
 * the check that its name begins with (`blocking--...`: does not build or start). What is typed in the seat stands
 * in steps.sh, and for a wrong answer in after.sh when it comes after the solution's. Without --all or --only:
 * starter, solution and one wrong answer per check; --brief: each solution, and one wrong answer per kind of check over
 * all labs. --changed: labs whose folder has other files than the commit named by --since, or than the last one. Where a lab has variants they are
 * drawn with --seed, and the solution of a neighbour, with another value, must not get full points. What was proved
 * before with the same files and the same grader is
 * not proved again, unless --fresh. Last line: "N passed, N failed"; exit 0, 1, or 2 when it could not grade.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { KeptResults } from "../authoring/check/kept-results.ts";
import { differs, type LabCase, listCases, pickBriefly, pickCases } from "../authoring/check/lab-cases.ts";
import { type Grader, openGrader } from "../authoring/check/open-grader.ts";
import { stopSignal } from "../authoring/check/stop-signal.ts";
import { AppError } from "../core/errors.ts";
import { loadCourseLabs, readConfig } from "../server/tools.ts";
import { changedPaths } from "../setup/changed-paths.ts";
import { handDown } from "../setup/hand-down.ts";
import { runMain } from "./run-main.ts";

const report = (line: string) => void process.stderr.write(`${line}\n`);

interface CaseOutcome {
  readonly lab: string;
  readonly case: string;
  readonly passed: boolean;
  /** Proved earlier with the same inputs. */
  readonly kept: boolean;
  /** What was different from what was expected; null when passed. */
  readonly problem: string | null;
  readonly durationMs: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      all: { type: "boolean", default: false },
      brief: { type: "boolean", default: false },
      changed: { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      lab: { type: "string" },
      only: { type: "string" },
      seed: { type: "string" },
      since: { type: "string", default: "HEAD" },
    },
  });
  const config = readConfig();
  const labs = await loadCourseLabs(config.CONTENT_DIR, undefined, values.seed);
  const changed = values.changed ? await changedPaths(config.CONTENT_DIR, values.since) : null;
  const wanted = labs.filter(
    ({ id, directory }) =>
      (values.lab === undefined || id === values.lab) &&
      (changed === null || changed.some((file) => file.startsWith(`${resolve(directory)}/`))),
  );
  if (wanted.length === 0 && changed !== null) {
    process.stdout.write("No lab has changed.\n0 passed, 0 failed\n");
    return 0;
  }
  const every = (await Promise.all(wanted.map(listCases))).flat();
  const cases =
    values.all || values.only !== undefined ? every : values.brief ? pickBriefly(every) : pickCases(every);
  const chosen = cases.filter((one) => values.only === undefined || one.name.includes(values.only));
  if (chosen.length === 0) {
    report(
      "There is no such case: a case is a folder such as solution, wrong/<name> or right/<name> of a lab, or neighbour/<variant>.",
    );
    return 2;
  }
  const signal = stopSignal();
  const grader = await openGrader(report, signal);
  try {
    const kept = await KeptResults.open(grader.config.DATA_DIR, grader.seatHost);
    const outcomes: CaseOutcome[] = [];
    const waiting = chosen.values();
    const stop = new AbortController();
    const working = AbortSignal.any([signal, stop.signal]);
    // Each worker takes the next case when it is free; the site's limit on builds at once holds here as well.
    const work = async (): Promise<void> => {
      for (const one of waiting) {
        const outcome =
          !values.fresh && (await kept.has(one))
            ? { lab: one.lab.id, case: one.name, passed: true, kept: true, problem: null, durationMs: 0 }
            : await prove(grader, one, working);
        if (outcome.passed && !outcome.kept) await kept.keep(one);
        outcomes.push(outcome);
        if (!values.json) process.stdout.write(`${describe(outcome)}\n`);
      }
    };
    const faults: unknown[] = [];
    const workers = Array.from({ length: grader.config.BUILDS_AT_ONCE }, () =>
      work().catch((error: unknown) => {
        // One that could not grade stops the others: whatever is wrong with the seats is wrong for them, too.
        faults.push(error);
        stop.abort();
      }),
    );
    await Promise.all(workers);
    if (faults.length > 0) throw faults[0];
    const passed = outcomes.filter((one) => one.passed).length;
    const failed = outcomes.length - passed;
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ passed, failed, cases: outcomes })}\n`
        : `${passed} passed, ${failed} failed\n`,
    );
    return failed === 0 ? 0 : 1;
  } finally {
    await grader.close();
  }
}

async function prove(grader: Grader, labCase: LabCase, signal: AbortSignal): Promise<CaseOutcome> {
  report(`... ${labCase.lab.id} ${labCase.name}`);
  const begun = performance.now();
  const attempt = () => grader.grade(labCase.lab, labCase, () => undefined, signal);
  // A seat that breaks says nothing about the lab; two in a row say something about the seats.
  const grade = await attempt().catch((error: unknown) => {
    if (signal.aborted || !(error instanceof AppError && error.code === "SEAT_UNAVAILABLE")) throw error;
    report(`    ${error.message}: once more, in another seat`);
    return attempt();
  });
  const problem = differs(labCase.expected, grade);
  if (problem !== null) {
    if (grade.blocking !== null) report(grade.blocking.log);
    for (const check of grade.checks.filter((one) => one.status !== "passed")) {
      report(`    ${check.status} ${check.id}: ${check.hint ?? ""}`);
      for (const evidence of check.evidence) {
        report(`      ${evidence.ok ? "+" : "-"} ${evidence.asked}: ${evidence.found}`);
      }
    }
  }
  return {
    lab: labCase.lab.id,
    case: labCase.name,
    passed: problem === null,
    kept: false,
    problem,
    durationMs: Math.round(performance.now() - begun),
  };
}

function describe(outcome: CaseOutcome): string {
  const time = outcome.kept ? "proved before" : `${(outcome.durationMs / 1000).toFixed(1)} s`;
  const sign = outcome.passed ? "ok  " : "FAIL";
  const problem = outcome.problem === null ? "" : `\n     ${outcome.problem}`;
  return `${sign} ${outcome.lab} ${outcome.case} (${time})${problem}`;
}

await runMain(
  async () =>
    (await handDown("cli/course-check.ts", { seats: true, report, signal: stopSignal() })) ?? (await main()),
);
