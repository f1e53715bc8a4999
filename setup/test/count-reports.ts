import { z } from "zod";
import type { Counts } from "./stage.ts";

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Counts of vitest's JSON report. A file that could not even be loaded counts as one failed test. */
export function countVitest(json: unknown): Counts {
  const report = vitestReport.parse(json);
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !report.success ? 1 : failed,
    skipped: report.testResults.flatMap((file) =>
      file.assertionResults
        .filter((test) => ["pending", "skipped", "todo", "disabled"].includes(test.status))
        .map((test) => `${test.fullName} (marked in ${file.name})`),
    ),
  };
}

interface Suite {
  readonly title: string;
  readonly specs?: readonly Spec[] | undefined;
  readonly suites?: readonly Suite[] | undefined;
}
const spec = z.object({
  title: z.string(),
  tests: z.array(
    z.object({
      status: z.enum(["expected", "unexpected", "flaky", "skipped"]),
      annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })).default([]),
    }),
  ),
});
type Spec = z.infer<typeof spec>;
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({ title: z.string(), specs: z.array(spec).optional(), suites: z.array(suite).optional() }),
);
const playwrightReport = z.object({
  suites: z.array(suite),
  errors: z.array(z.unknown()).default([]),
});

/** Counts of Playwright's JSON report. A flaky test has failed: it told two stories. */
export function countPlaywright(json: unknown): Counts {
  const report = playwrightReport.parse(json);
  const specs = (list: readonly Suite[]): Spec[] =>
    list.flatMap((item) => [...(item.specs ?? []), ...specs(item.suites ?? [])]);
  const tests = specs(report.suites).flatMap(({ title, tests: runs }) =>
    runs.map((run) => ({ title, ...run })),
  );
  const failed = tests.filter(({ status }) => status === "unexpected" || status === "flaky").length;
  return {
    passed: tests.filter(({ status }) => status === "expected").length,
    failed: failed === 0 && report.errors.length > 0 ? 1 : failed,
    skipped: tests
      .filter(({ status }) => status === "skipped")
      .map(({ title, annotations }) => {
        const reason = annotations.find(({ type }) => type === "skip")?.description;
        return `${title} (${reason ?? "no reason given"})`;
      }),
  };
}
