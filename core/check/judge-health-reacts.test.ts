import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import type { HealthBeat } from "../run/health-beat.ts";
import { type HealthFacts, type HealthReactsCheck, judgeHealthReacts } from "./judge-health-reacts.ts";
import { missingProbeTool } from "./probe-reason.ts";

const beat = (exitCode: number, output = ""): HealthBeat => ({
  at: 1,
  durationMs: 5,
  exitCode,
  output,
  status: exitCode === 0 ? "healthy" : "unhealthy",
});
const check: HealthReactsCheck = {
  kind: "health-reacts",
  id: "health",
  title: "Health",
  points: 20,
  healthyWithinSeconds: 30,
  unhealthyWithinSeconds: 10,
  noticeWithinMinutes: 5,
  broken: { environment: { BROKEN: "1" } },
};
const good: HealthFacts = {
  dockerfile: parseDockerfile("FROM a\nHEALTHCHECK CMD curl -f http://localhost:8000/health\nCMD x\n"),
  declared: {
    test: ["CMD-SHELL", "curl"],
    intervalMs: null,
    timeoutMs: null,
    startPeriodMs: null,
    retries: null,
  },
  onlyInCompose: false,
  start: { beats: [beat(0)], reachedAfterMs: 2000 },
  frozen: { beats: [beat(1), beat(1)], reachedAfterMs: 3000, processes: 2 },
  recovered: { beats: [beat(0)], reachedAfterMs: 900 },
  broken: { beats: [beat(22)], reachedAfterMs: 4000, answered: true },
};

describe("judgeHealthReacts", () => {
  it("passes a check that turns both ways, and names its declared timings", () => {
    const result = judgeHealthReacts(check, good);
    expect(result).toMatchObject({ status: "passed", points: 20 });
    expect(result.evidence[2]?.found).toContain("180 s");
  });

  it("passes without the broken container when the lab has none", () => {
    expect(judgeHealthReacts(check, { ...good, broken: null }).status).toBe("passed");
  });

  it.each<[string, Partial<HealthFacts>, string]>([
    ["none", { declared: null }, "has no health check"],
    ["none but in compose.yaml", { declared: null, onlyInCompose: true }, "compose.yaml only"],
    [
      "HEALTHCHECK NONE",
      { declared: { test: ["NONE"], intervalMs: null, timeoutMs: null, startPeriodMs: null, retries: null } },
      "NONE",
    ],
    ["never healthy", { start: { beats: [beat(1, "refused")], reachedAfterMs: null } }, "refused"],
    [
      "a tool that is not there",
      { start: { beats: [beat(1, "/bin/sh: 1: curl: not found\n")], reachedAfterMs: null } },
      "calls curl, which the image does not have",
    ],
    [
      "CMD true",
      { frozen: { beats: [beat(0)], reachedAfterMs: null, processes: 1 } },
      "does not ask the app",
    ],
    [
      "a missing tool hidden by || exit 0",
      { frozen: { beats: [beat(0, "/bin/sh: 1: curl: not found\n")], reachedAfterMs: null, processes: 1 } },
      "hides",
    ],
    ["no way back", { recovered: { beats: [beat(1)], reachedAfterMs: null } }, "did not turn healthy again"],
    ["an app that died", { frozen: null }, "did not stay up"],
    ["status ignored", { broken: { beats: [beat(0)], reachedAfterMs: null, answered: true } }, "status code"],
    [
      "second start failed",
      { broken: { beats: [], reachedAfterMs: null, answered: false } },
      "did not start",
    ],
  ])("fails %s", (_name, facts, words) => {
    const result = judgeHealthReacts(check, { ...good, ...facts });
    expect(result).toMatchObject({ status: "failed", points: 0, line: 2 });
    expect(result.hint).toContain(words);
  });

  const declaredWith = (more: Partial<NonNullable<HealthFacts["declared"]>>) => ({
    ...good,
    declared: {
      test: ["CMD", "probe"],
      intervalMs: null,
      timeoutMs: null,
      startPeriodMs: null,
      retries: null,
      ...more,
    },
  });

  it.each([
    ["half a minute and a patient probe", { intervalMs: 30_000, timeoutMs: 10_000, retries: 5 }],
    ["a long interval behind a start period", { intervalMs: 120_000, startPeriodMs: 20_000, retries: 2 }],
    ["zeros, which are the engine's defaults", { intervalMs: 0, timeoutMs: 0, retries: 0 }],
    ["five minutes to the second", { intervalMs: 20_000, timeoutMs: 10_000, retries: 10 }],
  ])("passes reasonable times: %s", (_name, more) => {
    expect(judgeHealthReacts(check, declaredWith(more)).status).toBe("passed");
  });

  it.each([
    ["ten minutes and a thousand tries", { intervalMs: 600_000, retries: 1000 }, "stays unnoticed"],
    ["a short interval and many tries", { intervalMs: 5000, timeoutMs: 1000, retries: 90 }, "540 s"],
    ["a timeout of an hour", { timeoutMs: 3_600_000 }, "stays unnoticed"],
    ["a first probe that comes too late", { intervalMs: 45_000, timeoutMs: 1000 }, "--start-period"],
  ])("fails unreasonable times although it reacts: %s", (_name, more, words) => {
    const result = judgeHealthReacts(check, declaredWith(more));
    expect(result).toMatchObject({ status: "failed", line: 2 });
    expect(result.hint).toContain(words);
  });

  it("shows the end of a long traceback, where the error is", () => {
    const output = `Traceback (most recent call last):\n${'  File "/app/probe.py"\n'.repeat(40)}URLError: refused`;
    const hint = judgeHealthReacts(check, {
      ...good,
      start: { beats: [beat(1, output)], reachedAfterMs: null },
    }).hint;
    expect(hint).toContain("URLError: refused");
    expect(hint).not.toContain("Traceback");
  });

  it("points at the end of the last stage when there is no HEALTHCHECK to point at", () => {
    const facts = { ...good, declared: null, dockerfile: parseDockerfile("FROM a\nCMD x\n") };
    expect(judgeHealthReacts(check, facts).line).toBe(2);
  });
});

describe("missingProbeTool", () => {
  it.each([
    ["/bin/sh: 1: wget: not found", "wget"],
    ["sh: curl: not found", "curl"],
    ["bash: line 1: curl: command not found", "curl"],
    [
      'OCI runtime exec failed: exec failed: exec: "curl": executable file not found in $PATH: unknown',
      "curl",
    ],
    ["python: can't open file '/app/health.py': [Errno 2]", "/app/health.py"],
    ["curl: (7) Failed to connect to localhost", null],
    ["HTTP Error 404: Not Found", null],
  ])("%s", (output, tool) => {
    expect(missingProbeTool([beat(1, output)])).toBe(tool);
  });
});
