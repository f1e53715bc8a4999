/**
 * `npm run gradebook [-- --course docker-for-ml] [--csv | --json]`: what each student has reached in each lab, and
 * whose solution was opened before it was passed. `--fill FILE --key
 * COLUMN --column LAB=COLUMN` prints the export of Canvas or Moodle in that file with the grades in it. As whoever owns the data folder, or as root.
 */
import { parseArgs } from "node:util";
import { stopSignal } from "../authoring/check/stop-signal.ts";
import { openGradebook, readConfig } from "../server/tools.ts";
import { handDown } from "../setup/hand-down.ts";
import { fillFile } from "./gradebook/fill-file.ts";
import { printGradebook } from "./gradebook/print-gradebook.ts";
import { runMain } from "./run-main.ts";

await runMain(async () => {
  const report = (line: string) => void process.stderr.write(`${line}\n`);
  const handed = await handDown("cli/gradebook.ts", { seats: false, report, signal: stopSignal() });
  if (handed !== null) return handed;
  const { values } = parseArgs({
    options: {
      course: { type: "string" },
      csv: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      fill: { type: "string" },
      key: { type: "string" },
      column: { type: "string", multiple: true, default: [] },
    },
  });
  const { course } = values;
  const rows = (await openGradebook(readConfig())).filter(
    ({ lab }) => course === undefined || lab.startsWith(`${course}/`),
  );
  if (values.fill !== undefined) {
    const filled = await fillFile(rows, values.fill, values.key, values.column);
    filled.notes.forEach(report);
    process.stdout.write(filled.text);
    return filled.isWhole ? 0 : 1;
  }
  process.stdout.write(printGradebook(rows, values.json ? "json" : values.csv ? "csv" : "text"));
  return 0;
});
