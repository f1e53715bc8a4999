/*
 * `npm run test:nodes [-- 20 22 24]`: this commit under other versions of Node, each in a copy of its own with packages,
 * pages and data of its own: the packages are installed, the pages built, the site started (without seats) and asked for
 * its first page, then every unit test. Node comes from the npm registry. It takes ten minutes a version, so `npm test` goes
 * without.
 */
import { parseArgs } from "node:util";
import { startProgress } from "./progress.ts";
import { runStages, summary } from "./test/stage.ts";
import { tryNode } from "./test/try-node.ts";

const { positionals } = parseArgs({ allowPositionals: true });
const versions = positionals.length > 0 ? positionals : ["22", "24"];
const progress = startProgress(process.stdout);
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());

const results = await runStages(
  versions.map((version) => ({
    name: `node ${version}`,
    budgetSeconds: 900,
    run: (context) => tryNode({ version, ...context }),
  })),
  { signal: stop.signal, say: (area, line) => progress.say(area, line) },
);
process.stdout.write(`${summary(results, stop.signal.aborted)}\n`);
process.exitCode = stop.signal.aborted || results.some((result) => result.failed > 0) ? 1 : 0;
