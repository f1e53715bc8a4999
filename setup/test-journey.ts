/*
 * `npm run test:journey`, as root: a student begins at the first lesson of an empty site and ends at the last, in the
 * browser, with every exercise passed on a real engine (e2e/journey). Its data directory is its own and begins empty;
 * what is started here is taken down here. It takes too long for every run of `npm test`.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, readConfig, seatHostDirectory } from "../server/config.ts";
import { removeTree } from "../server/data-dir/remove-tree.ts";
import { discardAllSeats } from "../server/seats/discard-all-seats.ts";
import { buildSite } from "./build-site.ts";
import { installSystemPackages } from "./packages/install-system-packages.ts";
import { testPackages } from "./packages/system-packages.ts";
import { prepareSeatHost, prepareUser } from "./prepare-machine.ts";
import { startProgress } from "./progress.ts";
import { runBrowserTests } from "./test/run-browser-tests.ts";
import { passedOne, runStages, summary } from "./test/stage.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const progress = startProgress(process.stdout);
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
const report = (line: string) => progress.say("seats", line);

const site = readConfig();
const config: Config = {
  ...site,
  DATA_DIR: `${path.resolve(site.DATA_DIR)}-journey`,
  SEAT_HOST_DIR: path.resolve(seatHostDirectory(site)),
  CONTENT_DIR: path.resolve(root, site.CONTENT_DIR),
  DATABASE_URL: "",
};

await removeTree(path.join(config.DATA_DIR, "postgres"));
const user = await prepareUser(config);
if (process.getuid?.() === 0)
  await installSystemPackages({ packages: testPackages, report, signal: stop.signal });
const hold = await prepareSeatHost({ config, report, signal: stop.signal });
if (hold === null) {
  process.stdout.write("This journey needs seats, and there are none on this machine.\n");
  process.exitCode = 2;
} else {
  await discardAllSeats(config);
  const results = await runStages(
    [
      {
        name: "pages",
        budgetSeconds: 120,
        run: async ({ signal, say }) => {
          await buildSite(root, { signal, report: say });
          return passedOne;
        },
      },
      {
        name: "journey",
        budgetSeconds: 1800,
        run: (context) => runBrowserTests({ root, config, user, project: "journey", ...context }),
      },
    ],
    { signal: stop.signal, say: (area, line) => progress.say(area, line) },
  );
  await discardAllSeats(config).catch(() => 0);
  await hold.release();
  await removeTree(config.DATA_DIR);
  process.stdout.write(`${summary(results, stop.signal.aborted)}\n`);
  process.exitCode = stop.signal.aborted || results.some((result) => result.failed > 0) ? 1 : 0;
}
