import type { Config } from "../../server/config.ts";
import type { SystemUser } from "../../server/data-dir/site-user.ts";
import { buildSite } from "../build-site.ts";
import { settingsEnvironment } from "../settings-environment.ts";
import { countVitest } from "./count-reports.ts";
import { atLeastOneFailure, readReport, withReport } from "./read-report.ts";
import { runBrowserTests } from "./run-browser-tests.ts";
import { runTool } from "./run-tool.ts";
import { failedOne, passedOne, type Stage } from "./stage.ts";

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
        return atLeastOneFailure(code, countVitest(await readReport(report)));
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
        const { code } = await runTool("--import", ["tsx", "cli/course-check.ts", "--brief"], {
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
      run: (context) => runBrowserTests({ root, config, user, project: "site", ...context }),
    }),
  ];
}
