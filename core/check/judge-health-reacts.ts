import { z } from "zod";
import type { ParsedDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { finalChain } from "../dockerfile/stage-chain.ts";
import type { HealthcheckConfig } from "../image/report.ts";
import type { HealthBeat } from "../run/health-beat.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf, type Hint } from "./decide.ts";
import { healthTimings, noticeBudgetMs } from "./health-timings.ts";
import { describeBeat, missingProbeTool } from "./probe-reason.ts";
import type { CheckResult, Evidence } from "./result.ts";

const healthReactsCheck = checkSchema(
  "health-reacts",
  "The container becomes healthy in time, unhealthy when the app is frozen or broken, and then healthy again.",
  {
    healthyWithinSeconds: z.number().positive().describe("Budget from start to healthy."),
    unhealthyWithinSeconds: z
      .number()
      .positive()
      .describe(
        "Budget from freezing the app to unhealthy, with the grader's short interval, and on top of it the image's own timeout for each of two probes.",
      ),
    noticeWithinMinutes: z
      .number()
      .positive()
      .default(5)
      .describe(
        "A frozen app has to be noticed within this by the image's own times: retries × (interval + timeout).",
      ),
    broken: z
      .strictObject({
        environment: z
          .record(z.string(), z.string())
          .describe("Environment that makes the app answer its health path with an error."),
      })
      .optional()
      .describe("A second container in which the app runs but is broken."),
  },
);
export type HealthReactsCheck = z.infer<typeof healthReactsCheck>;

/** One stretch of watching: what was seen, and after how many ms the awaited status came (null: never). */
export interface HealthWatch {
  readonly beats: readonly HealthBeat[];
  readonly reachedAfterMs: number | null;
}

export interface HealthFacts {
  readonly dockerfile: ParsedDockerfile;
  /** As the image declares it, null when it has none. `NONE` counts as none. */
  readonly declared: HealthcheckConfig | null;
  /** compose.yaml has a health check although the image has none. */
  readonly onlyInCompose: boolean;
  /** Watching for healthy after the start. */
  readonly start: HealthWatch;
  /** Watching for unhealthy while the app's processes were stopped; null when it was not come to that. */
  readonly frozen: (HealthWatch & { readonly processes: number }) | null;
  /** Watching for healthy after they went on. */
  readonly recovered: HealthWatch | null;
  /** Watching for unhealthy in a container whose app is broken; `answered`: the app itself was up. */
  readonly broken: (HealthWatch & { readonly answered: boolean }) | null;
}

/** Present, healthy in time, unhealthy when the app is frozen or broken, healthy again. */
export function judgeHealthReacts(check: HealthReactsCheck, facts: HealthFacts): CheckResult {
  const line = healthcheckLine(facts.dockerfile);
  const declared = facts.declared;
  if (declared === null || declared.test.length === 0 || declared.test[0] === "NONE") {
    return absent(check, facts, line);
  }
  const evidence: Evidence[] = [evidenceOf("HEALTHCHECK of the image", declared.test.join(" "), true, line)];
  const hint =
    judgeTimings(check, declared, evidence, line) ??
    judgeStart(check, facts, evidence, line) ??
    judgeReaction(check, facts, declared, evidence, line);
  return decide(check, evidence, hint);
}

function absent(check: HealthReactsCheck, facts: HealthFacts, line: number | null): CheckResult {
  const disabled = facts.declared?.test[0] === "NONE";
  const last = facts.dockerfile.stages.at(-1)?.endLine ?? null;
  const found = disabled ? "HEALTHCHECK NONE" : "none";
  return decide(check, [evidenceOf("HEALTHCHECK of the image", found, false, line)], {
    text: facts.onlyInCompose
      ? "The health check stands in compose.yaml only. The image itself must have one: HEALTHCHECK in the last stage."
      : disabled
        ? "HEALTHCHECK NONE switches the health check off. Write one that asks the app."
        : "The image has no health check. Write HEALTHCHECK in the last stage; it must ask the running app.",
    line: line ?? last,
  });
}

function judgeStart(
  check: HealthReactsCheck,
  facts: HealthFacts,
  evidence: Evidence[],
  line: number | null,
): Hint | null {
  const { reachedAfterMs, beats } = facts.start;
  const asked = `healthy within ${check.healthyWithinSeconds} s of the start`;
  if (reachedAfterMs !== null) {
    evidence.push(evidenceOf(asked, `after ${seconds(reachedAfterMs)}`, true, line));
    return null;
  }
  evidence.push(evidenceOf(asked, `never; last probe: ${describeBeat(beats.at(-1))}`, false, line));
  const tool = missingProbeTool(beats);
  return {
    text:
      tool === null
        ? `The health check never succeeded. Its last probe said: ${describeBeat(beats.at(-1))}`
        : `The health check calls ${tool}, which the image does not have. Install it, or ask with what is there: python -c "import urllib.request; urllib.request.urlopen(...)".`,
    line,
  };
}

function judgeReaction(
  check: HealthReactsCheck,
  facts: HealthFacts,
  declared: HealthcheckConfig,
  evidence: Evidence[],
  line: number | null,
): Hint | null {
  const { frozen, recovered, broken } = facts;
  const budgetMs = noticeBudgetMs(check.unhealthyWithinSeconds, healthTimings(declared).timeoutMs);
  const budget = Math.round(budgetMs / 1000);
  const asked = `unhealthy within ${budget} s of freezing the app`;
  if (frozen === null) {
    evidence.push(evidenceOf(asked, "the app had stopped before it could be frozen", false, line));
    return { text: "The container did not stay up, so its health check could not be tried.", line };
  }
  const noticed = frozen.reachedAfterMs;
  evidence.push(
    noticed === null
      ? evidenceOf(asked, `it stayed healthy; last probe: ${describeBeat(frozen.beats.at(-1))}`, false, line)
      : evidenceOf(asked, `after ${seconds(noticed)}`, true, line),
  );
  if (noticed === null) {
    const tool = missingProbeTool(frozen.beats);
    return {
      text:
        tool === null
          ? "The app was frozen and the health check went on saying healthy: it does not ask the app, or takes every answer for a good one (CMD true, || exit 0, a port that is merely open). Let it fail when /health does not answer."
          : `The health check calls ${tool}, which the image does not have, and hides that it fails.`,
      line,
    };
  }
  const back = `healthy again within ${check.healthyWithinSeconds} s of going on`;
  const again = recovered?.reachedAfterMs ?? null;
  evidence.push(
    again === null
      ? evidenceOf(back, `never; last probe: ${describeBeat(recovered?.beats.at(-1))}`, false, line)
      : evidenceOf(back, `after ${seconds(again)}`, true, line),
  );
  if (again === null) {
    return { text: "The app went on, but its health check did not turn healthy again.", line };
  }
  return broken === null ? null : judgeBroken(budget, broken, evidence, line);
}

function judgeBroken(
  budget: number,
  broken: NonNullable<HealthFacts["broken"]>,
  evidence: Evidence[],
  line: number | null,
): Hint | null {
  const asked = `unhealthy within ${budget} s when the app runs but answers its health path with an error`;
  if (broken.reachedAfterMs !== null) {
    evidence.push(evidenceOf(asked, `after ${seconds(broken.reachedAfterMs)}`, true, line));
    return null;
  }
  if (!broken.answered) {
    evidence.push(evidenceOf(asked, "the app did not start a second time", false, line));
    return {
      text: "A second container of the same image, with another environment, did not start its app.",
      line,
    };
  }
  evidence.push(evidenceOf(asked, `last probe: ${describeBeat(broken.beats.at(-1))}`, false, line));
  return {
    text: "The app answered its health path with an error and the health check took that for healthy. Look at the status code: curl needs --fail, urllib fails by itself.",
    line,
  };
}

/** The last HEALTHCHECK of the final image's chain. */
export function healthcheckLine(dockerfile: ParsedDockerfile): number | null {
  const chain = finalChain(dockerfile);
  return chain?.instructions.findLast((instruction) => instruction.keyword === "HEALTHCHECK")?.line ?? null;
}

/** What the image's own times promise: when it can first be healthy, and when a frozen app shows at the latest. */
function judgeTimings(
  check: HealthReactsCheck,
  declared: HealthcheckConfig,
  evidence: Evidence[],
  line: number | null,
): Hint | null {
  const { intervalMs, timeoutMs, retries, firstMs, noticedMs } = healthTimings(declared);
  const minutes = check.noticeWithinMinutes;
  const inTime = firstMs <= check.healthyWithinSeconds * 1000;
  const isNoticed = noticedMs <= minutes * 60_000;
  evidence.push(
    evidenceOf(
      `its own times: first asked within ${check.healthyWithinSeconds} s`,
      `after ${seconds(firstMs)}`,
      inTime,
      line,
    ),
    evidenceOf(
      `its own times: a frozen app is noticed within ${minutes} min`,
      `every ${seconds(intervalMs)}, timeout ${seconds(timeoutMs)}, ${retries} tries: after ${seconds(noticedMs)} at the latest`,
      isNoticed,
      line,
    ),
  );
  if (!isNoticed) {
    return {
      text: `With these times a frozen app stays unnoticed for up to ${seconds(noticedMs)}: retries × (interval + timeout). It should be noticed within ${minutes} minutes.`,
      line,
    };
  }
  return inTime
    ? null
    : {
        text: `The first probe comes ${seconds(firstMs)} after the start, so the container cannot be healthy within ${check.healthyWithinSeconds} s. Shorten --interval, or give a --start-period.`,
        line,
      };
}

function seconds(ms: number): string {
  return ms >= 10_000 ? `${Math.round(ms / 1000)} s` : `${(ms / 1000).toFixed(1)} s`;
}

export const healthReacts = checkKind({
  schema: healthReactsCheck,
  phase: "run",
  needsImage: true,
  judge: judgeHealthReacts,
  example: `- id: health
  kind: health-reacts
  title: Says whether it is well
  points: 20
  healthyWithinSeconds: 60
  unhealthyWithinSeconds: 30
  broken:
    environment: { MODEL_PATH: /nowhere }`,
});
