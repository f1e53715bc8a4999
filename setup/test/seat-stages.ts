import { createServer } from "node:net";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Config } from "../../server/config.ts";
import { buildSite } from "../build-site.ts";
import type { SystemUser } from "../ensure-user.ts";
import { serveSite } from "../serve-site.ts";
import { settingsEnvironment } from "../settings-environment.ts";
import { countPlaywright, countVitest } from "./count-reports.ts";
import { runTool } from "./run-tool.ts";
import { failedOne, passedOne, type Counts, type Stage } from "./stage.ts";

const READY_MS = 90_000;

export interface SeatStagesOptions {
  readonly root: string;
  /** Settings of the tests: a data directory of their own, the machine's seat host. */
  readonly config: Config;
  readonly user: SystemUser | null;
  /** Resolves when seats can be had; false when this machine cannot have any. */
  readonly seats: Promise<boolean>;
  /** Why there are none, for the line that says what was skipped. */
  readonly whyNone: () => string;
}

/** vitest on one project, counted by its own report. */
export function vitestStage(root: string, project: string, budgetSeconds: number, config?: Config): Stage {
  return {
    name: project,
    budgetSeconds,
    run: async ({ signal }) =>
      await withReport(async (report) => {
        const { code } = await runTool(
          "node_modules/vitest/vitest.mjs",
          ["run", "--project", project, "--reporter=dot", "--reporter=json", `--outputFile.json=${report}`],
          { root, signal, ...(config === undefined ? {} : { environment: settingsEnvironment(config) }) },
        );
        return atLeastOneFailure(code, countVitest(await readJson(report)));
      }),
  };
}

/** Stages that need seats; each is skipped, with the reason, where there are none. */
export function seatStages(options: SeatStagesOptions): Stage[] {
  const { root, config, user } = options;
  const environment = settingsEnvironment(config);
  const needSeats = (stage: Stage): Stage => ({
    ...stage,
    run: async (context) => {
      if (await options.seats) return await stage.run(context);
      return { passed: 0, failed: 0, skipped: [`stage ${stage.name} (${options.whyNone()})`] };
    },
  });
  return [
    {
      name: "seats",
      budgetSeconds: 420,
      run: async () =>
        (await options.seats)
          ? passedOne
          : { passed: 0, failed: 0, skipped: [`seats (${options.whyNone()})`] },
    },
    needSeats(vitestStage(root, "real", 480, config)),
    needSeats({
      name: "content",
      budgetSeconds: 420,
      run: async ({ signal }) => {
        const { code } = await runTool("--import", ["tsx", "cli/course-check.ts"], {
          root,
          signal,
          environment,
        });
        return code === 0 ? passedOne : failedOne;
      },
    }),
    {
      name: "pages",
      budgetSeconds: 120,
      run: async ({ signal, say }) => {
        await buildSite(root, { signal, report: say });
        return passedOne;
      },
    },
    needSeats({
      name: "e2e",
      budgetSeconds: 420,
      run: async ({ signal, say }) => {
        const port = await freePort();
        // Every test has a student of its own, and no seat is idle for long enough to give way.
        const roomy = { ...config, PORT: port, SEAT_LIMIT: Math.max(config.SEAT_LIMIT, 120) };
        const site = await serveSite({ root, config: roomy, user, report: say });
        try {
          const url = await Promise.race([site.url, failAfter(READY_MS, "the site does not come up")]);
          return await withReport(async (report) => {
            const { code } = await runTool("node_modules/@playwright/test/cli.js", ["test"], {
              root,
              signal,
              environment: {
                ...environment,
                E2E_URL: url,
                E2E_REPORT: report,
                E2E_DATA_DIR: config.DATA_DIR,
              },
            });
            return atLeastOneFailure(code, countPlaywright(await readJson(report)));
          });
        } finally {
          await site.stop();
        }
      },
    }),
  ];
}

/** A runner that says it failed is believed, whatever its report says. */
function atLeastOneFailure(code: number, counts: Counts): Counts {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function withReport(run: (report: string) => Promise<Counts>): Promise<Counts> {
  const directory = await mkdtemp(path.join(tmpdir(), "drydock-report-"));
  try {
    return await run(path.join(directory, "report.json"));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const readJson = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(file, "utf8")) as unknown;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function failAfter(timeMs: number, message: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(message)), timeMs).unref();
  });
}
