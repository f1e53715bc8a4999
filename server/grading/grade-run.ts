import type { Duplex } from "node:stream";
import { userLine } from "../../core/check/judge-non-root.ts";
import { explainOutput } from "../../core/run/explain-output.ts";
import type { Seat } from "../../core/seat/port.ts";
import { addressOf } from "../docker/app/address-of.ts";
import { explainSilence } from "../docker/app/explain-silence.ts";
import { readLogEnd } from "../docker/container/follow-log.ts";
import { removeContainer, startContainer } from "../docker/container/start-container.ts";
import { Engine } from "../docker/engine.ts";
import type { ContainerInspect } from "../docker/engine-schemas.ts";
import { waitForApp } from "./ask-predictions.ts";
import { hasHealth } from "./collect-run.ts";
import type { AnyRunCollector, RunMoment, RunPart } from "./collector.ts";
import { ContainerWatch, isRunning } from "./container-watch.ts";
import type { GradedImage } from "./grade-image.ts";
import { type Grading, plainEnd } from "./grading.ts";
import { checksIn, collectorOf, judgeFacts } from "./judge-checks.ts";
import { shortHealth } from "./try-health.ts";
import { waitUntilServes } from "./wait-until-serves.ts";

const CONTAINER = "drydock-graded";
/** An app that nobody can reach although its own health check says healthy is not waited for any longer. */
const HEALTHY_BUT_SILENT_MS = 5000;
const DEFAULT_START_SECONDS = 60;

/**
 * Starts the image and judges what shows only in a container that runs. `onRuns` is called once the image is
 * known to run and everything but its health check is judged; never when there is a blocking finding.
 */
export async function gradeRun(
  seat: Seat<Duplex>,
  grading: Grading,
  image: GradedImage,
  onRuns: () => void,
): Promise<void> {
  const engine = new Engine(seat);
  try {
    await run(seat, engine, grading, image, onRuns);
  } finally {
    engine.close();
  }
}

async function run(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  image: GradedImage,
  onRuns: () => void,
): Promise<void> {
  const { lab, signal, ledger, found, dockerfile, emit } = grading;
  const { report } = image;
  const healthChecks = ledger.of("health-reacts");
  const startSeconds = Math.max(
    DEFAULT_START_SECONDS,
    ...healthChecks.map((one) => one.healthyWithinSeconds),
  );
  emit({ type: "phase", title: "Starting a container of the image" });
  const startedAt = performance.now();
  const started = await startContainer(engine, {
    name: CONTAINER,
    image: report.id,
    limits: seat.limits,
    signal,
    ...(hasHealth(image) ? { health: shortHealth(startSeconds) } : {}),
  });
  if (started.status === "failed") {
    found.run = { started: false, exitCode: null, health: [], log: "" };
    found.blocking = {
      title: "The container does not start",
      explanation: started.message,
      log: "",
      line: /\(USER\)/.test(started.message) ? userLine(dockerfile) : null,
    };
    judgeWithoutRun(grading, image);
    return;
  }
  const watch = new ContainerWatch(engine, started.id, signal, (beat) => emit({ type: "health", beat }));
  const up = await waitUntilUp(seat, grading, watch, startSeconds);
  if (up.inspect === null || !isRunning(up.inspect)) {
    await blockOnExit(engine, grading, started.id, up.inspect, watch);
    judgeWithoutRun(grading, image);
    return;
  }
  const { inspect } = up;
  const ip = addressOf(inspect);
  const address = ip === null || !up.answers ? null : { ip, port: lab.port };
  const silence = () => explainSilence(seat, inspect.State.Pid, lab.port, signal);
  const container = { id: started.id, watch, startedAt, inspect };
  const part: RunPart = { seat, engine, grading, image, container, address, silence };
  emit({ type: "phase", title: "Asking the service what only the grader knows" });
  await judgeMoment("up", part);
  for (const { predictions } of ledger.of("small-and-works")) {
    if (address === null) continue;
    const budgetMs = startedAt + startSeconds * 1000 - performance.now();
    if (await waitUntilServes(seat, address, predictions, { watch, budgetMs, signal })) continue;
    await blockOnErrors(engine, grading, started.id, watch, startSeconds);
    judgeWithoutRun(grading, image);
    return;
  }
  await judgeMoment("serving", part);
  onRuns();
  await judgeMoment("health", part);
  found.run = {
    started: true,
    exitCode: null,
    health: [...watch.beats],
    log: plainEnd(await readLogEnd(engine, started.id, signal)),
  };
  await judgeMoment("stop", part);
  await removeContainer(engine, CONTAINER, signal);
}

/** Judges the checks whose moment has come in the container's life. */
async function judgeMoment(moment: RunMoment, part: RunPart): Promise<void> {
  const { ledger } = part.grading;
  for (const check of checksIn("run", ledger)) {
    const { when, collect } = collectorOf(check) as AnyRunCollector;
    if (when === moment) ledger.decide(judgeFacts(check, await collect(check, part)));
  }
}

/**
 * The image does not run. What the image alone already fails is said (no USER, too large, no HEALTHCHECK);
 * everything else depends on a running container and is left to be skipped.
 */
function judgeWithoutRun(grading: Grading, image: GradedImage): void {
  for (const check of checksIn("run", grading.ledger)) {
    const { withoutRun } = collectorOf(check) as AnyRunCollector;
    const facts = withoutRun?.(check, { grading, image }) ?? null;
    if (facts !== null) grading.ledger.decide(judgeFacts(check, facts));
  }
}

/** Waits until the app answers on its port, ends, or is plainly not going to be reached. */
async function waitUntilUp(
  seat: Seat<Duplex>,
  grading: Grading,
  watch: ContainerWatch,
  seconds: number,
): Promise<{ inspect: ContainerInspect | null; answers: boolean }> {
  const inspect = await watch.look();
  const ip = inspect === null ? null : addressOf(inspect);
  if (inspect === null || ip === null) return { inspect, answers: false };
  let healthySince: number | null = null;
  const answers = await waitForApp(
    seat,
    { ip, port: grading.lab.port },
    {
      budgetMs: seconds * 1000,
      signal: grading.signal,
      giveUp: async () => {
        const now = await watch.look();
        if (now === null || !isRunning(now)) return true;
        healthySince = now.State.Health?.Status === "healthy" ? (healthySince ?? performance.now()) : null;
        return healthySince !== null && performance.now() - healthySince > HEALTHY_BUT_SILENT_MS;
      },
    },
  );
  return { inspect: await watch.look(), answers };
}

async function blockOnExit(
  engine: Engine,
  grading: Grading,
  id: string,
  inspect: ContainerInspect | null,
  watch: ContainerWatch,
): Promise<void> {
  const { found, signal } = grading;
  const log = plainEnd(await readLogEnd(engine, id, signal));
  const exitCode = inspect?.State.ExitCode ?? null;
  const last = log.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
  const memory =
    inspect?.State.OOMKilled === true ? " It needed more memory than the grading seat gives it." : "";
  const known = explainOutput(log);
  found.run = { started: true, exitCode, health: [...watch.beats], log };
  found.blocking = {
    title: "The container stops right after its start",
    explanation: `It ended with exit code ${exitCode ?? "unknown"}.${memory}${last === "" ? "" : ` Its last words: ${last}`}${known === null ? "" : `\n${known}`}`,
    log,
    line: null,
  };
}

/** Every check from here on would fail for this one reason, which the app's own log tells best. */
async function blockOnErrors(
  engine: Engine,
  grading: Grading,
  id: string,
  watch: ContainerWatch,
  seconds: number,
): Promise<void> {
  const { found, signal } = grading;
  const log = plainEnd(await readLogEnd(engine, id, signal));
  found.run = { started: true, exitCode: null, health: [...watch.beats], log };
  found.blocking = {
    title: "The app runs, but answers nothing but errors",
    explanation: `For ${seconds} s every request of the check got a status of 500 or above, and no health check said healthy. What the app needs may be missing from the image: its log says more.`,
    log,
    line: null,
  };
  await removeContainer(engine, CONTAINER, signal);
}
