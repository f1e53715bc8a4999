import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startTestSite, TEST_LAB } from "../testing/test-site.ts";
import { readConfig } from "./config.ts";
import type { CreatedSite } from "./create-site.ts";
import { readPostmaster } from "./db/postmaster-file.ts";
import type { OpenData } from "./open-data.ts";
import { openData } from "./open-data.ts";
import { recoverRuns } from "./runs/recover-runs.ts";

// Each test starts a database and a process three times over, on a machine that others use too.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

let dataDir = "";
let data: OpenData | null = null;
let created: CreatedSite | null = null;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "drydock-crash-"));
  await chmod(dataDir, 0o755);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await created?.stop();
  created = null;
  await data?.close();
  data = null;
  await rm(dataDir, { recursive: true, force: true });
  vi.restoreAllMocks();
});

/** Starts a site with a running build in a process of its own. */
async function startProcess(): Promise<{ child: ChildProcess; runId: string; recovered: number }> {
  const script = fileURLToPath(new URL("../testing/test-process.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { child, ...(JSON.parse(line) as { runId: string; recovered: number }) };
}

async function openHere() {
  data = await openData(readConfig({ DATA_DIR: dataDir }), () => undefined);
  const recovered = await recoverRuns(data.db);
  created = await startTestSite({ db: data.db, dataDir });
  return { site: created.site, recovered };
}

const postmaster = () => readPostmaster(join(dataDir, "postgres"));

it("kill -9 of the site: its database is taken over, the run has one final event, the files are as typed", async () => {
  const { child, runId } = await startProcess();
  await sleep(300);
  const before = await postmaster();
  child.kill("SIGKILL");
  await once(child, "exit");
  const { site, recovered } = await openHere();
  expect(recovered).toBe(1);
  expect((await postmaster())?.pid).toBe(before?.pid);
  const events = await site.runs.readRunEvents("ada", runId, 0, 100_000);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter((event) => event.type === "final")).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ outcome: "fault" });
  expect(events.filter((event) => event.type === "log").length).toBeGreaterThan(10);
  const { files } = await site.workspaces.openWorkspace("ada", TEST_LAB);
  expect(files.find((file) => file.path === "Dockerfile")?.content).toBe("FROM typed\n");
  expect((await site.runs.startRun("ada", TEST_LAB, "build")).status).toBe("started");
});

it("kill -9 of everything: the next start works, also where a stale file names a living process", async () => {
  const { child, runId } = await startProcess();
  await sleep(200);
  const before = await postmaster();
  child.kill("SIGKILL");
  process.kill(before?.pid ?? 0, "SIGKILL");
  await once(child, "exit");
  await vi.waitFor(async () => expect(await postmaster()).toBeNull(), 20_000);
  // The number of the dead PostgreSQL now belongs to something else.
  const file = join(dataDir, "postgres", "postmaster.pid");
  await writeFile(file, `${process.pid}\n${join(dataDir, "postgres")}\n`);
  await chmod(file, 0o666);
  const { site, recovered } = await openHere();
  expect(recovered).toBe(1);
  expect(await site.runs.getRun("ada", runId)).toMatchObject({ state: "finished", outcome: "fault" });
});

it("kill -9 of the database alone: it comes back, and the run goes on without losing a line", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  data = await openData(readConfig({ DATA_DIR: dataDir }), () => undefined);
  created = await startTestSite({
    db: data.db,
    dataDir,
    engines: {
      buildImage: async (_seat, { emit, signal }) => {
        for (let index = 0; !signal.aborted; index++) {
          emit({ type: "log", stepId: String(index % 2), text: `${index} ` });
          await sleep(5);
        }
        return { status: "canceled" };
      },
    },
  });
  const { site } = created;
  const { run } = await site.runs.startRun("ada", TEST_LAB, "build");
  await sleep(200);
  process.kill((await postmaster())?.pid ?? 0, "SIGKILL");
  await vi.waitFor(
    async () => {
      const live = await site.runs.getRun("ada", run.id);
      expect(live?.lastSeq).toBeGreaterThan(500);
    },
    { timeout: 20_000, interval: 200 },
  );
  await site.runs.cancelRun("ada", run.id);
  const events = await site.runs.readRunEvents("ada", run.id, 0, 100_000);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  const numbers = events.flatMap((event) => (event.type === "log" ? event.text.trim().split(" ") : []));
  expect(numbers).toEqual(numbers.map((_, index) => String(index)));
  expect(events.at(-1)).toMatchObject({ type: "final", outcome: "canceled" });
});

it("a second site on the same data is told so, and harms nothing", async () => {
  const { child, runId } = await startProcess();
  const before = await postmaster();
  await expect(openData(readConfig({ DATA_DIR: dataDir }), () => undefined)).rejects.toThrow(
    "Another Drydock serves from this database",
  );
  expect(child.exitCode).toBeNull();
  expect((await postmaster())?.pid).toBe(before?.pid);
  child.kill("SIGKILL");
  await once(child, "exit");
  const { site } = await openHere();
  const events = await site.runs.readRunEvents("ada", runId, 0, 100_000);
  expect(events.length).toBeGreaterThan(100);
});
