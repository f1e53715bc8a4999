import type { Config } from "../../server/config.ts";
import type { SystemUser } from "../../server/data-dir/site-user.ts";
import { buildSite } from "../build-site.ts";
import { settingsEnvironment } from "../settings-environment.ts";
import { countVitest } from "./count-reports.ts";
import type { Work } from "./pick-work.ts";
import { atLeastOneFailure, readReport, withReport } from "./read-report.ts";
import { runBrowserTests } from "./run-browser-tests.ts";
import { runTool } from "./run-tool.ts";
import { type Counts, failedOne, passedOne, type Stage } from "./stage.ts";

export interface SeatStagesOptions {
  readonly root: string;
  /** Settings of the tests: a data directory of their own, the machine's seat host. */
  readonly config: Config;
  readonly user: SystemUser | null;
  /** Resolves when seats can be had; false when this machine cannot have any. */
  readonly seats: Promise<boolean>;
  /** Why there are none, for the line that says what was skipped. */
  readonly whyNone: () => string;
  readonly work: Work;
  /** The commit that changes are counted from. */
  readonly since: string;
}

export interface VitestOptions {
  readonly root: string;
  readonly project: "unit" | "real";
  readonly budgetSeconds: number;
  readonly config?: Config;
  readonly tests: Work["tests"];
  readonly since: string;
}

/** vitest on one project, counted by its own report: all tests, or those that a change can break. */
export function vitestStage({ root, project, budgetSeconds, config, tests, since }: VitestOptions): Stage {
  const selections: readonly (readonly string[])[] =
    tests === null ? [[]] : [["--changed", since], ...(tests.folders.length > 0 ? [tests.folders] : [])];
  return {
    name: project,
    budgetSeconds,
    run: async ({ signal }) => {
      const counts: Counts[] = [];
      for (const selection of selections)
        counts.push(
          await withReport(async (report) => {
            const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
            const { code } = await runTool(
              "node_modules/vitest/vitest.mjs",
              [
                ...["run", "--project", project, ...reporters],
                // Without a choice, a run without tests is a fault.
                ...(tests === null ? [] : ["--passWithNoTests"]),
                ...selection,
              ],
              { root, signal, ...(config === undefined ? {} : { environment: settingsEnvironment(config) }) },
            );
            return atLeastOneFailure(code, countVitest(await readReport(report)));
          }),
        );
      return {
        passed: counts.reduce((sum, { passed }) => sum + passed, 0),
        failed: counts.reduce((sum, { failed }) => sum + failed, 0),
        skipped: counts.flatMap(({ skipped }) => skipped),
      };
    },
  };
}

/** Stages that need seats, as far as there is work for them; each is skipped, with the reason, where there are none. */
export function seatStages(options: SeatStagesOptions): Stage[] {
  const { root, config, user, work, since } = options;
  const environment = settingsEnvironment(config);
  const needSeats = (stage: Stage): Stage => ({
    ...stage,
    run: async (context) => {
      if (await options.seats) return await stage.run(context);
      return { passed: 0, failed: 0, skipped: [`stage ${stage.name} (${options.whyNone()})`] };
    },
  });
  const chosen = work.content === "changed labs" ? ["--changed", "--since", since] : ["--brief"];
  const stages: readonly (Stage & { readonly wanted: boolean })[] = [
    {
      name: "seats",
      budgetSeconds: 420,
      wanted: work.real || work.content !== "none" || work.browser,
      run: async () =>
        (await options.seats)
          ? passedOne
          : { passed: 0, failed: 0, skipped: [`seats (${options.whyNone()})`] },
    },
    {
      ...needSeats(
        vitestStage({ root, project: "real", budgetSeconds: 480, config, tests: work.tests, since }),
      ),
      wanted: work.real,
    },
    {
      ...needSeats({
        name: "content",
        budgetSeconds: 420,
        run: async ({ signal }) => {
          const { code } = await runTool("--import", ["tsx", "cli/course-check.ts", ...chosen], {
            root,
            signal,
            environment,
          });
          return code === 0 ? passedOne : failedOne;
        },
      }),
      wanted: work.content !== "none",
    },
    {
      name: "pages",
      budgetSeconds: 120,
      wanted: work.browser,
      run: async ({ signal, say }) => {
        await buildSite(root, { signal, report: say });
        return passedOne;
      },
    },
    {
      ...needSeats({
        name: "e2e",
        budgetSeconds: 420,
        run: (context) => runBrowserTests({ root, config, user, project: "site", ...context }),
      }),
      wanted: work.browser,
    },
  ];
  return stages.filter(({ wanted }) => wanted);
}
