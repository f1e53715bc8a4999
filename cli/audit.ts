/**
 * `npm run audit [-- --last 50] [--who ada] [--what sign-in] [--whom ada] [--json]`: who did what that matters for
 * safety, the newest last. As whoever owns the data folder, or as root.
 */
import { parseArgs } from "node:util";
import { openEntrance, readConfig } from "../server/tools.ts";
import { printLog } from "./audit/print-log.ts";
import { runMain } from "./run-main.ts";

const MAX_ROWS = 100_000;

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      last: { type: "string", default: "50" },
      who: { type: "string" },
      what: { type: "string" },
      whom: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const last = Number(values.last);
  if (!Number.isInteger(last) || last < 1 || last > MAX_ROWS)
    throw new Error(`--last takes a whole number from 1 to ${MAX_ROWS}.`);
  const { who, what, whom, json } = values;
  const { openSecurityLog } = await openEntrance();
  const rows = await openSecurityLog(readConfig(), {
    last,
    ...(who === undefined ? {} : { who }),
    ...(what === undefined ? {} : { what }),
    ...(whom === undefined ? {} : { whom }),
  });
  process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : printLog(rows));
  return 0;
});
