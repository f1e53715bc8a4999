import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { realConfig } from "../testing/real-seat.ts";
import {
  discardSeats,
  expectFile,
  expectNextBuild,
  finalOf,
  linesOf,
  slowBuild,
  until,
  upTo,
} from "../testing/real-site.ts";
import { startTestSite } from "../testing/test-site.ts";
import type { CreatedSite } from "./create-site.ts";
import { engines } from "./engines.ts";
import { type OpenData, openData } from "./open-data.ts";
import { recoverRuns } from "./runs/recover-runs.ts";
import { connectSeatHost } from "./seats/connect-seat-host.ts";

it("kill -9 of the site in the middle of a build: one end in words, the files as typed, and the next build works", async () => {
  const { config, remove } = await realConfig();
  const dataDir = config.DATA_DIR;
  await chmod(dataDir, 0o755);
  const typed = slowBuild();
  const script = fileURLToPath(new URL("../testing/real-site-process.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, dataDir, config.SEAT_HOST_DIR, typed], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let data: OpenData | null = null;
  let created: CreatedSite | null = null;
  try {
    const [runId] = (await once(createInterface(child.stdout), "line")) as [string];
    child.kill("SIGKILL");
    await once(child, "exit");

    data = await openData(config, () => undefined);
    expect(await recoverRuns(data.db)).toBe(1);
    created = await startTestSite({
      db: data.db,
      dataDir,
      engines,
      connect: () => connectSeatHost(config),
    });
    const { site } = created;
    const { final, events } = await finalOf(site, "ada", runId, 1000);
    expect(final).toMatchObject({
      outcome: "fault",
      message: expect.stringMatching(
        /^The site was restarted while your build ran.*start it again\.$/,
      ) as string,
    });
    expect(linesOf(events).length).toBeGreaterThan(3);
    expect(linesOf(events)).toEqual(upTo(linesOf(events).length));
    await expectFile(site, "ada", typed);
    await expectNextBuild(site, "ada");
    // Nothing of the dead process is left at work in the seat.
    const host = await connectSeatHost(config);
    const seat = await host.openSeat("ada");
    await until("the end of the old build", async () => {
      const { stdout } = await seat.exec(["pgrep", "-fa", "[d]ial-stdio|[l]ine-"]);
      return stdout === "";
    });
    await host.close();
  } finally {
    child.kill("SIGKILL");
    await created?.stop();
    await data?.close();
    await discardSeats(config, ["ada"]);
    await remove();
  }
});
