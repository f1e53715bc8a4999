import type { Duplex } from "node:stream";
import { judgeAnswers } from "../../core/check/judge-answers.ts";
import { judgeHealthReacts } from "../../core/check/judge-health-reacts.ts";
import { judgeNonRoot, userLine } from "../../core/check/judge-non-root.ts";
import { judgeSmallAndWorks } from "../../core/check/judge-small-and-works.ts";
import type { Seat } from "../../core/seat/port.ts";
import { addressOf } from "../docker/app/address-of.ts";
import { explainSilence } from "../docker/app/explain-silence.ts";
import { readLogEnd } from "../docker/container/follow-log.ts";
import { removeContainer, startContainer } from "../docker/container/start-container.ts";
import { Engine } from "../docker/engine.ts";
import type { ContainerInspect } from "../docker/engine-schemas.ts";
import { askService } from "./ask-service.ts";
import { askPredictions, waitForApp } from "./ask-predictions.ts";
import { ContainerWatch, isRunning } from "./container-watch.ts";
import type { GradedImage } from "./grade-image.ts";
import { plainEnd, type Grading } from "./grading.ts";
import { gradeStop } from "./grade-stop.ts";
import { noHealth, onlyInCompose } from "./health-facts.ts";
import { explainOutput } from "../../core/run/explain-output.ts";
import { judgeWithoutRun } from "./judge-without-run.ts";
import { listProcesses } from "./processes.ts";
import { readImageFile } from "./read-image-file.ts";
import { shortHealth, tryHealth } from "./try-health.ts";
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
  emit({ type: "phase", title: "Asking the service what only the grader knows" });
  const [processes, passwd, group] = await Promise.all([
    listProcesses(engine, started.id, signal),
    readImageFile(engine, started.id, "/etc/passwd", signal),
    readImageFile(engine, started.id, "/etc/group", signal),
  ]);
  for (const check of ledger.of("non-root")) {
    ledger.decide(judgeNonRoot(check, { dockerfile, configuredUser: report.user, passwd, group, processes }));
  }
  const ip = addressOf(inspect);
  for (const { predictions } of ledger.of("small-and-works")) {
    if (ip === null || !up.answers || predictions.length === 0) continue;
    const budgetMs = startedAt + startSeconds * 1000 - performance.now();
    const serves = await waitUntilServes(seat, { ip, port: lab.port }, predictions, {
      watch,
      budgetMs,
      signal,
    });
    if (serves) continue;
    await blockOnErrors(engine, grading, started.id, watch, startSeconds);
    judgeWithoutRun(grading, image);
    return;
  }
  const silence = () => explainSilence(seat, inspect.State.Pid, lab.port, signal);
  for (const check of ledger.of("small-and-works")) {
    const answers =
      ip === null || !up.answers
        ? check.predictions.map(() => ({ status: "unreachable", reason: "" }) as const)
        : await askPredictions(seat, { ip, port: lab.port }, check.predictions, signal, silence);
    const reason = up.answers ? "" : await silence();
    ledger.decide(
      judgeSmallAndWorks(check, {
        dockerfile,
        bytes: report.bytes,
        layers: report.layers,
        waste: report.waste,
        answers: answers.map((one) =>
          one.status === "unreachable" && one.reason === "" ? { ...one, reason } : one,
        ),
      }),
    );
  }
  for (const check of ledger.of("answers")) {
    const address = ip === null || !up.answers ? null : { ip, port: lab.port };
    ledger.decide(judgeAnswers(check, await askService(seat, address, check.requests, signal, silence)));
  }
  onRuns();
  await gradeHealth(seat, engine, grading, image, { id: started.id, watch, startedAt });
  found.run = {
    started: true,
    exitCode: null,
    health: [...watch.beats],
    log: plainEnd(await readLogEnd(engine, started.id, signal)),
  };
  await gradeStop(engine, grading, started.id);
  await removeContainer(engine, CONTAINER, signal);
}

function hasHealth(image: GradedImage): boolean {
  const test = image.report.healthcheck?.test ?? [];
  return test.length > 0 && test[0] !== "NONE";
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

async function gradeHealth(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  image: GradedImage,
  container: { readonly id: string; readonly watch: ContainerWatch; readonly startedAt: number },
): Promise<void> {
  const { dockerfile, ledger } = grading;
  const declared = image.report.healthcheck;
  for (const check of ledger.of("health-reacts")) {
    if (declared === null || !hasHealth(image)) {
      ledger.decide(
        judgeHealthReacts(check, {
          ...noHealth,
          dockerfile,
          declared,
          onlyInCompose: onlyInCompose(grading),
        }),
      );
      continue;
    }
    grading.emit({ type: "phase", title: "Waiting for the health check to say healthy" });
    const facts = await tryHealth(seat, engine, grading, {
      check,
      declared,
      container,
      image: image.report.id,
    });
    ledger.decide(judgeHealthReacts(check, { ...facts, onlyInCompose: false }));
  }
}
