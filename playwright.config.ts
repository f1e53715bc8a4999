import { defineConfig } from "@playwright/test";

/** The site under test is started by `npm test`; to run by hand, start one and name it in E2E_URL. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  fullyParallel: false,
  workers: 1,
  forbidOnly: Boolean(process.env["CI"]),
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter:
    process.env["E2E_REPORT"] === undefined
      ? "list"
      : [["list"], ["json", { outputFile: process.env["E2E_REPORT"] }]],
  outputDir: "test-results",
  projects: [
    { name: "site", testIgnore: "journey/**" },
    // The whole course, by `npm run test:journey`.
    { name: "journey", testMatch: "journey/**/*.spec.ts", retries: 0, timeout: 900_000 },
  ],
  use: {
    baseURL: process.env["E2E_URL"] ?? "http://localhost:3000",
    trace: "retain-on-failure",
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
