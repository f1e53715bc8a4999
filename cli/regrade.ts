/**
 * `npm run regrade -- course/lesson/lab [--apply [--allow-worse] | --undo]`: grades the submissions of a lab again by the
 * lab as it is now, and shows whose grade would move, by which check. Changes nothing without --apply; then as one batch,
 * and nobody's grade for the worse unless told. --undo takes the last batch back. One that is cut off goes on where it
 * was. Exit 0; 1 when some could not be graded; 2 when none could.
 */
import { parseArgs } from "node:util";
import { openGrader } from "../authoring/check/open-grader.ts";
import { stopSignal } from "../authoring/check/stop-signal.ts";
import { openRegrades, readConfig } from "../server/tools.ts";
import { handDown } from "../setup/hand-down.ts";
import { gradeAgain } from "./regrade/grade-again.ts";
import { printChanges } from "./regrade/print-changes.ts";
import { readSubmittedLabs } from "./regrade/read-submitted-labs.ts";
import { runMain } from "./run-main.ts";

const USAGE = "npm run regrade -- <course>/<lesson>/<lab> [--apply [--allow-worse] | --undo]";
const report = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      apply: { type: "boolean", default: false },
      "allow-worse": { type: "boolean", default: false },
      undo: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  const [labId] = positionals;
  if (labId === undefined || positionals.length > 1 || (values.undo && values.apply)) {
    report(`usage: ${USAGE}`);
    return 2;
  }
  const config = readConfig();
  const { withRegrade, undoLastRegrade } = await openRegrades();
  if (values.undo) {
    const undone = await undoLastRegrade(config, labId);
    if (undone === null) report(`No regrade of ${labId} is applied.`);
    else {
      report(`${undone.restored.length} grades are as they were before.`);
      if (undone.kept.length > 0) report(`Changed since, and kept: ${undone.kept.join(", ")}.`);
    }
    return undone === null ? 2 : 0;
  }
  return withRegrade(config, labId, async (desk) => {
    if (desk.submissions.length === 0) {
      report(`Nothing that was submitted in ${labId} can be graded again.`);
      return 2;
    }
    const labs = await readSubmittedLabs(config, desk.submissions);
    const hashes = new Map([...labs].map(([id, { hash }]) => [id, hash]));
    const signal = stopSignal();
    const grader = await openGrader(report, signal);
    let failed = 0;
    try {
      failed = await gradeAgain({ desk, labs, hashes, grader, report, signal });
    } finally {
      await grader.close();
    }
    const regraded = await desk.readGraded(hashes);
    const changes = await desk.listChanges(regraded);
    process.stdout.write(printChanges(changes, desk.submissions));
    if (failed > 0) {
      report(
        `${failed} of ${desk.submissions.length} could not be graded. The same command tries them again.`,
      );
      return regraded.size === 0 ? 2 : 1;
    }
    if (!values.apply) {
      if (changes.length > 0) report("Nothing is changed yet. The same command with --apply changes it.");
      return 0;
    }
    const applied = await desk.apply(regraded, values["allow-worse"]);
    if (applied === null) report("It had been applied already.");
    else report(`${applied.length} grades changed. npm run regrade -- ${labId} --undo takes it back.`);
    return 0;
  });
}

await runMain(
  async () =>
    (await handDown("cli/regrade.ts", { seats: true, report, signal: stopSignal() })) ?? (await main()),
);
