import { describe, expect, it } from "vitest";
import { countPlaywright, countVitest } from "./count-reports.ts";
import { summary } from "./stage.ts";

const file = (status: string, tests: [string, string][]) => ({
  name: "a.test.ts",
  status,
  assertionResults: tests.map(([fullName, testStatus]) => ({ fullName, status: testStatus })),
});

describe("countVitest", () => {
  it("counts passed, failed and skipped", () => {
    const counts = countVitest({
      numPassedTests: 2,
      numFailedTests: 1,
      success: false,
      testResults: [
        file("failed", [
          ["a", "passed"],
          ["b", "passed"],
          ["c", "failed"],
          ["d", "pending"],
        ]),
      ],
    });
    expect(counts).toEqual({ passed: 2, failed: 1, skipped: ["d (marked in a.test.ts)"] });
  });

  it("counts a file that could not be loaded", () => {
    const counts = countVitest({
      numPassedTests: 0,
      numFailedTests: 0,
      success: false,
      testResults: [file("failed", [])],
    });
    expect(counts.failed).toBe(1);
  });

  it("never calls an unsuccessful run green", () => {
    expect(
      countVitest({ numPassedTests: 3, numFailedTests: 0, success: false, testResults: [] }).failed,
    ).toBe(1);
  });
});

describe("countPlaywright", () => {
  it("looks into nested suites, and takes flaky for failed", () => {
    const test = (status: string, annotations: object[] = []) => ({ status, annotations });
    const counts = countPlaywright({
      suites: [
        {
          title: "file",
          specs: [{ title: "one", tests: [test("expected")] }],
          suites: [
            {
              title: "group",
              specs: [
                { title: "two", tests: [test("flaky")] },
                { title: "three", tests: [test("skipped", [{ type: "skip", description: "no seats" }])] },
              ],
            },
          ],
        },
      ],
    });
    expect(counts).toEqual({ passed: 1, failed: 1, skipped: ["three (no seats)"] });
  });

  it("counts an error outside any test", () => {
    expect(countPlaywright({ suites: [], errors: [{ message: "x" }] }).failed).toBe(1);
  });
});

describe("summary", () => {
  const result = { name: "unit", budgetSeconds: 10, seconds: 12, passed: 3, failed: 0, skipped: [] };

  it("ends in one line with the sums", () => {
    expect(
      summary([result, { ...result, failed: 2 }], false)
        .split("\n")
        .at(-1),
    ).toBe("6 passed, 2 failed");
  });

  it("names skipped tests with their reasons before the last line", () => {
    const lines = summary([{ ...result, skipped: ["x (no root)"] }], false).split("\n");
    expect(lines.at(-1)).toBe("3 passed, 0 failed, 1 skipped");
    expect(lines.at(-2)).toBe("skipped: x (no root)");
  });

  it("does not call an interrupted run green", () => {
    expect(summary([result], true).split("\n").at(-1)).toBe("3 passed, 1 failed");
  });
});
