import { readConfig } from "../server/config.ts";
import { engines } from "../server/engines.ts";
import { openData } from "../server/open-data.ts";
import { recoverRuns } from "../server/runs/recover-runs.ts";
import { connectSeatHost } from "../server/seats/connect-seat-host.ts";
import { startTestSite, TEST_LAB } from "./test-site.ts";

/*
 * For tests that kill it: all of server/main.ts but the pages, in a process of its own, on real seats. Arguments:
 * the data folder, the seat host's folder, a Dockerfile to build for "ada".
 * Prints the run's id once the build has printed its fifth line.
 */
const [, , dataDir = "", seatHostDir = "", dockerfile = ""] = process.argv;
const config = {
  ...readConfig(),
  DATA_DIR: dataDir,
  SEAT_HOST_DIR: seatHostDir,
  RESERVE_SEATS: 0,
  RESERVE_GRADING_SEATS: 0,
};
const data = await openData(config, () => process.exit(3));
await recoverRuns(data.db);
const { site } = await startTestSite({
  db: data.db,
  dataDir,
  engines,
  connect: () => connectSeatHost(config),
});
const { files } = await site.workspaces.openWorkspace("ada", TEST_LAB);
const baseVersion = files.find(({ path }) => path === "Dockerfile")?.version ?? 0;
await site.workspaces.saveFile("ada", TEST_LAB, { path: "Dockerfile", content: dockerfile, baseVersion });
const { run } = await site.runs.startRun("ada", TEST_LAB, "build");
while (!JSON.stringify(await site.runs.readRunEvents("ada", run.id, 0, 10_000)).includes("line-5-")) {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
console.log(run.id);
