import { readConfig } from "../server/config.ts";
import { openData } from "../server/open-data.ts";
import { recoverRuns } from "../server/runs/recover-runs.ts";
import { fakeReport } from "./engines/fake-engines.ts";
import { startTestSite, TEST_LAB } from "./test-site.ts";

/*
 * A site in a process of its own, for tests that kill it: opens the data folder of its first argument, starts a
 * build that prints a line every few ms, and tells on stdout what it did.
 */
const config = readConfig({ DATA_DIR: process.argv[2] ?? "" });
const data = await openData(config, () => process.exit(3));
const recovered = await recoverRuns(data.db);
const { site } = await startTestSite({
  db: data.db,
  dataDir: config.DATA_DIR,
  engines: {
    buildImage: async (_seat, { emit, signal }) => {
      for (let index = 0; !signal.aborted; index++) {
        emit({ type: "log", stepId: String(index % 2), text: `${index}\n` });
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      return { status: "built", report: fakeReport };
    },
  },
});
await site.workspaces.saveFile("ada", TEST_LAB, {
  path: "Dockerfile",
  content: `FROM typed\n`,
  baseVersion: 0,
});
const { run } = await site.runs.startRun("ada", TEST_LAB, "build");
console.log(JSON.stringify({ runId: run.id, recovered }));
