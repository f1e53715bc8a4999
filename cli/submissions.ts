/**
 * `npm run submissions [-- NUMBER] [--lab course/lesson/lab] [--student id] [--due 2026-12-01T23:59 [--grace MINUTES]
 * [--zone Europe/Berlin]] [--json]`: what was submitted, the newest first, and with --due whether it was in time. With --json each is a line with all its files; such a line, as a file, is graded again by `npm run grade --
 * FILE`, here or on another machine. As whoever owns the data folder, or as root.
 */
import { parseArgs } from "node:util";
import { stopSignal } from "../authoring/check/stop-signal.ts";
import { openSubmissions, readConfig } from "../server/tools.ts";
import { handDown } from "../setup/hand-down.ts";
import { runMain } from "./run-main.ts";
import { createDueTime } from "./submissions/create-due-time.ts";
import { printSubmission } from "./submissions/print-submission.ts";

await runMain(async () => {
  const report = (line: string) => void process.stderr.write(`${line}\n`);
  const handed = await handDown("cli/submissions.ts", { seats: false, report, signal: stopSignal() });
  if (handed !== null) return handed;
  const { values, positionals } = parseArgs({
    options: {
      lab: { type: "string" },
      student: { type: "string" },
      due: { type: "string" },
      grace: { type: "string", default: "0" },
      zone: { type: "string", default: Intl.DateTimeFormat().resolvedOptions().timeZone },
      json: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  const query = { id: positionals[0], lab: values.lab, studentId: values.student };
  const lateness = values.due === undefined ? null : createDueTime(values.due, values.grace, values.zone);
  let dropped = 0;
  const count = await openSubmissions(readConfig(), query, async (one) => {
    if (one.files === null) dropped += 1;
    if (!values.json)
      process.stdout.write(`${printSubmission(one)}${lateness === null ? "" : `  ${lateness(one)}`}\n`);
    else if (one.files !== null) process.stdout.write(`${JSON.stringify(one)}\n`);
    await Promise.resolve();
  });
  if (count === 0) report("There is no such submission.");
  if (dropped > 0)
    report(
      `The files of ${dropped} are no longer kept: their students have submitted more than there is room for.`,
    );
  return 0;
});
