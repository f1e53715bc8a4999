import type { Duplex } from "node:stream";
import { healthTimings, noticeBudgetMs, TRIED_RETRIES } from "../../core/check/health-timings.ts";
import type { HealthFacts, HealthReactsCheck } from "../../core/check/judge-health-reacts.ts";
import type { HealthcheckConfig } from "../../core/image/report.ts";
import type { Seat } from "../../core/seat/port.ts";
import { addressOf } from "../docker/app/address-of.ts";
import { removeContainer, startContainer } from "../docker/container/start-container.ts";
import type { Engine } from "../docker/engine.ts";
import { waitForApp } from "./ask-predictions.ts";
import { ContainerWatch, healthIs } from "./container-watch.ts";
import type { Grading } from "./grading.ts";
import { freezeApp, thawApp } from "./processes.ts";

/**
 * The grader's own interval: short, so that a change shows in seconds. Command and timeout stay the image's. Two
 * failures in a row are asked for, so that one slow probe on a busy machine is not an answer.
 */
export function shortHealth(startPeriodSeconds: number) {
  // To the engine 0 means the image's own, and a probe that fails within a long start period counts for nothing.
  const startPeriodMs = Math.max(1, startPeriodSeconds * 1000);
  return { intervalMs: 1000, startPeriodMs, retries: TRIED_RETRIES } as const;
}

const BROKEN_CONTAINER = "drydock-broken";

/**
 * Tries the health check of a container that runs: waits for healthy, freezes the app, waits for unhealthy,
 * lets it go on, waits for healthy again; beside it a second container whose app is broken.
 */
export async function tryHealth(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  request: {
    readonly check: HealthReactsCheck;
    readonly declared: HealthcheckConfig;
    readonly container: { readonly id: string; readonly watch: ContainerWatch; readonly startedAt: number };
    readonly image: string;
  },
): Promise<Omit<HealthFacts, "onlyInCompose">> {
  const { check, declared, container } = request;
  const budgetMs = noticeBudgetMs(check.unhealthyWithinSeconds, healthTimings(declared).timeoutMs);
  const { watch } = container;
  const { signal, emit, dockerfile } = grading;
  const elapsed = performance.now() - container.startedAt;
  const known = [...watch.beats];
  const rest = Math.max(0, check.healthyWithinSeconds * 1000 - elapsed);
  const first = await watch.until(healthIs("healthy"), rest);
  const start = {
    beats: [...known, ...first.beats],
    reachedAfterMs: first.reachedAfterMs === null ? null : elapsed + first.reachedAfterMs,
  };
  const nothing = { dockerfile, declared, start, frozen: null, recovered: null, broken: null };
  // Times that nobody would wait for are judged as they are written.
  const tooLong = healthTimings(declared).noticedMs > check.noticeWithinMinutes * 60_000;
  if (start.reachedAfterMs === null || tooLong) return nothing;

  const brokenDone = check.broken === undefined ? null : tryBroken(seat, engine, grading, request);
  // An early end of the other half must not leave this one's failure unheard.
  brokenDone?.catch(() => undefined);
  emit({ type: "phase", title: "Freezing the app to see whether the health check notices" });
  const inspect = await watch.look();
  if (inspect?.State.Status !== "running") return { ...nothing, broken: await brokenDone };
  const pids = await freezeApp(seat, engine, { id: container.id, pid: inspect.State.Pid }, signal);
  const frozen = await watch.until(healthIs("unhealthy"), budgetMs);
  await thawApp(seat, pids, signal);
  emit({ type: "phase", title: "Letting the app go on" });
  const recovered =
    frozen.reachedAfterMs === null
      ? null
      : await watch.until(healthIs("healthy"), check.healthyWithinSeconds * 1000);
  return {
    ...nothing,
    frozen: frozen.ended ? null : { ...frozen, processes: pids.length },
    recovered,
    broken: await brokenDone,
  };
}

/** A second container in whose environment the app runs but is broken: its health check has to say so. */
async function tryBroken(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  request: {
    readonly check: HealthReactsCheck;
    readonly declared: HealthcheckConfig;
    readonly image: string;
  },
): Promise<HealthFacts["broken"]> {
  const { signal, lab } = grading;
  const { check } = request;
  const started = await startContainer(engine, {
    name: BROKEN_CONTAINER,
    image: request.image,
    limits: seat.limits,
    signal,
    environment: check.broken?.environment ?? {},
    // No start period: failures count from the beginning, and the first success is counted as well.
    health: shortHealth(0),
  });
  if (started.status === "failed") return { beats: [], reachedAfterMs: null, answered: false };
  try {
    const watch = new ContainerWatch(engine, started.id, signal, () => undefined);
    const inspect = await watch.look();
    const ip = inspect === null ? null : addressOf(inspect);
    const answered =
      ip !== null &&
      (await waitForApp(
        seat,
        { ip, port: lab.port },
        {
          budgetMs: check.healthyWithinSeconds * 1000,
          signal,
          // An app that refuses to run with this environment is broken, too, and as far from healthy.
          giveUp: async () => (await watch.look())?.State.Status !== "running",
        },
      ));
    // Only probes from after the app was up say something about the app; that it was not up yet is no news.
    const upAt = Date.now();
    const seen = await watch.until(
      (now, beats) =>
        healthIs("unhealthy")(now) && beats.some((beat) => beat.at >= upAt && beat.exitCode !== 0),
      noticeBudgetMs(check.unhealthyWithinSeconds, healthTimings(request.declared).timeoutMs),
    );
    // An app that ends is not healthy either, and nothing is wrong with its health check.
    if (seen.ended) return { beats: seen.beats, reachedAfterMs: 0, answered };
    return { ...seen, answered };
  } finally {
    await removeContainer(engine, BROKEN_CONTAINER, signal).catch(() => undefined);
  }
}
