import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Config, readConfig, seatHostDirectory } from "../server/config.ts";
import { removeTree } from "../server/data-dir/remove-tree.ts";
import { discardAllSeats } from "../server/seats/discard-all-seats.ts";
import { changedPaths } from "./changed-paths.ts";
import type { Hold } from "./hold-seat-host.ts";
import { installSystemPackages } from "./packages/install-system-packages.ts";
import { testPackages } from "./packages/system-packages.ts";
import { prepareSeatHost, prepareUser } from "./prepare-machine.ts";
import { startProgress } from "./progress.ts";
import { EVERYTHING, pickWork } from "./test/pick-work.ts";
import { seatStages, vitestStage } from "./test/seat-stages.ts";
import { runStages, summary } from "./test/stage.ts";
import { staticStages } from "./test/static-stages.ts";

/*
 * `npm test [-- --changed [--since COMMIT]]`: everything, or what the changes since a commit (HEAD: those that are not
 * committed) can break. The tests keep their database and their seats to themselves (a data directory beside the site's), and
 * share the machine's one seat host with a site that may serve meanwhile. The seat host is prepared while the
 * stages run that need none. What is started here is taken down here, whatever happens.
 */

const root = fileURLToPath(new URL("..", import.meta.url));
const progress = startProgress(process.stdout);
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());

const site = readConfig();
const config: Config = {
  ...site,
  DATA_DIR: `${path.resolve(site.DATA_DIR)}-test`,
  SEAT_HOST_DIR: path.resolve(seatHostDirectory(site)),
  CONTENT_DIR: path.resolve(root, site.CONTENT_DIR),
  // A database that somebody named is theirs; tests make their own.
  DATABASE_URL: "",
};

const { values } = parseArgs({
  options: { changed: { type: "boolean", default: false }, since: { type: "string", default: "HEAD" } },
});
const { since } = values;
const work = values.changed
  ? pickWork(
      (await changedPaths(root, since)).map((file) => path.relative(root, file)),
      (file) => existsSync(path.join(root, file)),
    )
  : EVERYTHING;
const needsSeats = work.real || work.content !== "none" || work.browser;

let hold = null as Hold | null;
let whyNone = "no seat host on this machine";
// Every run begins with an empty database, also after one that was killed.
await removeTree(path.join(config.DATA_DIR, "postgres"));
const user = await prepareUser(config);
const seats = needsSeats ? prepareSeats() : Promise.resolve(false);
seats.catch(() => undefined);

const results = await runStages(
  [
    ...staticStages(root, work),
    vitestStage({ root, project: "unit", budgetSeconds: 480, tests: work.tests, since }),
    ...seatStages({ root, config, user, seats, whyNone: () => whyNone, work, since }),
  ],
  { signal: stop.signal, say: (area, line) => progress.say(area, line) },
);
await seats.catch(() => false);
if (hold !== null) await discardAllSeats(config).catch(() => 0);
await hold?.release();
process.stdout.write(`${summary(results, stop.signal.aborted)}\n`);
process.exitCode = stop.signal.aborted || results.some((result) => result.failed > 0) ? 1 : 0;

async function prepareSeats(): Promise<boolean> {
  const report = (line: string) => {
    if (line.startsWith("no seats")) whyNone = line;
    progress.say("seats", line);
  };
  if (process.getuid?.() === 0)
    await installSystemPackages({ packages: testPackages, report, signal: stop.signal });
  hold = await prepareSeatHost({ config, report, signal: stop.signal });
  // Seats that a killed run has left.
  if (hold !== null) await discardAllSeats(config);
  return hold !== null || (config.SEAT_HOST !== "auto" && config.SEAT_HOST !== "none");
}
