import type { Config } from "../../server/config.ts";
import type { SystemUser } from "../../server/data-dir/site-user.ts";
import { findFreePort } from "../find-free-port.ts";
import { serveSite } from "../serve-site.ts";
import { settingsEnvironment } from "../settings-environment.ts";
import { countPlaywright } from "./count-reports.ts";
import { atLeastOneFailure, readReport, withReport } from "./read-report.ts";
import { runTool } from "./run-tool.ts";
import type { Counts } from "./stage.ts";

const READY_MS = 90_000;

export interface BrowserTestsOptions {
  readonly root: string;
  readonly config: Config;
  readonly user: SystemUser | null;
  /** A project of playwright.config.ts. */
  readonly project: "site" | "journey";
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Serves the built site on a free port, as the web user, and runs one project of Playwright's against it. */
export async function runBrowserTests(options: BrowserTestsOptions): Promise<Counts> {
  const { root, config, user, project, signal, say } = options;
  const port = await findFreePort();
  // Every test has a student of its own, and no seat is idle for long enough to give way.
  const roomy = { ...config, PORT: port, SEAT_LIMIT: Math.max(config.SEAT_LIMIT, 120) };
  const site = await serveSite({ root, config: roomy, user, report: say });
  try {
    const url = await Promise.race([site.url, failAfter(READY_MS, "the site does not come up")]);
    return await withReport(async (report) => {
      const { code } = await runTool(
        "node_modules/@playwright/test/cli.js",
        ["test", `--project=${project}`],
        {
          root,
          signal,
          environment: {
            ...settingsEnvironment(config),
            E2E_URL: url,
            E2E_REPORT: report,
            E2E_DATA_DIR: config.DATA_DIR,
          },
        },
      );
      return atLeastOneFailure(code, countPlaywright(await readReport(report)));
    });
  } finally {
    await site.stop();
  }
}

function failAfter(timeMs: number, message: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(message)), timeMs).unref();
  });
}
