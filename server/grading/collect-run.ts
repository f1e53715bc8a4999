import type { AnswersCheck, HeldOutAnswer } from "../../core/check/judge-answers.ts";
import type { HealthFacts, HealthReactsCheck } from "../../core/check/judge-health-reacts.ts";
import type { NonRootFacts } from "../../core/check/judge-non-root.ts";
import type { SmallAndWorksCheck, SmallAndWorksFacts } from "../../core/check/judge-small-and-works.ts";
import type { StopsFacts } from "../../core/check/judge-stops.ts";
import { resolveUser } from "../../core/check/resolve-user.ts";
import { inspectContainer } from "../docker/container/inspect-container.ts";
import { askPredictions } from "./ask-predictions.ts";
import { askService } from "./ask-service.ts";
import type { RunPart } from "./collector.ts";
import { isRunning } from "./container-watch.ts";
import type { GradedImage } from "./grade-image.ts";
import { noHealth, onlyInCompose } from "./health-facts.ts";
import { listProcesses } from "./processes.ts";
import { readImageFile } from "./read-image-file.ts";
import { tryHealth } from "./try-health.ts";

/** The engine's own patience between asking and killing is ten seconds; an image cannot make it longer here. */
const PATIENCE_SECONDS = 10;

type Image = Pick<RunPart, "grading" | "image">;

/** Who the image says runs it, and who runs in the container. */
export async function collectUser(_check: unknown, part: RunPart): Promise<NonRootFacts> {
  const { engine, grading, image, container } = part;
  const { signal, dockerfile } = grading;
  const [processes, passwd, group] = await Promise.all([
    listProcesses(engine, container.id, signal),
    readImageFile(engine, container.id, "/etc/passwd", signal),
    readImageFile(engine, container.id, "/etc/group", signal),
  ]);
  return { dockerfile, configuredUser: image.report.user, passwd, group, processes };
}

/** An image that does not run is root's when it says so, or says nothing. */
export function userWithoutRun(_check: unknown, { grading, image }: Image): NonRootFacts | null {
  const configuredUser = image.report.user;
  const user = resolveUser(configuredUser, null, null);
  const isRoot =
    user.status === "unset" || (user.status === "known" && user.uid === 0) || configuredUser === "root";
  if (!isRoot) return null;
  const passwd = "root:x:0:0::/root:/bin/sh\n";
  return { dockerfile: grading.dockerfile, configuredUser, passwd, group: null, processes: null };
}

/** What it weighs, and what it answers to held-out requests. */
export async function collectPredictions(
  check: SmallAndWorksCheck,
  part: RunPart,
): Promise<SmallAndWorksFacts> {
  const { seat, grading, image, address, silence } = part;
  const { bytes, layers, waste } = image.report;
  const facts = { dockerfile: grading.dockerfile, bytes, layers, waste };
  if (address === null) {
    const reason = await silence();
    return { ...facts, answers: check.predictions.map(() => ({ status: "unreachable", reason })) };
  }
  return {
    ...facts,
    answers: await askPredictions(seat, address, check.predictions, grading.signal, silence),
  };
}

/** What is too large is so whether it runs or not. */
export function weightWithoutRun(
  check: SmallAndWorksCheck,
  { grading, image }: Image,
): SmallAndWorksFacts | null {
  const { bytes, layers, waste } = image.report;
  if (bytes < check.maxBytes) return null;
  return { dockerfile: grading.dockerfile, bytes, layers, waste, answers: [] };
}

export async function collectAnswers(check: AnswersCheck, part: RunPart): Promise<HeldOutAnswer[]> {
  return await askService(part.seat, part.address, check.requests, part.grading.signal, part.silence);
}

/** How the image's own health check takes a frozen and a broken app. */
export async function collectHealth(check: HealthReactsCheck, part: RunPart): Promise<HealthFacts> {
  const missing = healthWithoutRun(check, part);
  if (missing !== null) return missing;
  const { seat, engine, grading, image, container } = part;
  const declared = image.report.healthcheck;
  if (declared === null) throw new Error("an image with a health check declares none");
  grading.emit({ type: "phase", title: "Waiting for the health check to say healthy" });
  const facts = await tryHealth(seat, engine, grading, {
    check,
    declared,
    container,
    image: image.report.id,
  });
  return { ...facts, onlyInCompose: false };
}

/** That there is no health check is plain without a container. */
export function healthWithoutRun(_check: unknown, { grading, image }: Image): HealthFacts | null {
  if (hasHealth(image)) return null;
  const declared = image.report.healthcheck;
  return { ...noHealth, dockerfile: grading.dockerfile, declared, onlyInCompose: onlyInCompose(grading) };
}

export function hasHealth({ report }: GradedImage): boolean {
  const test = report.healthcheck?.test ?? [];
  return test.length > 0 && test[0] !== "NONE";
}

/** How the container takes `docker stop`: asked as the command line asks, timed from here. */
export async function collectStop(_check: unknown, part: RunPart): Promise<StopsFacts> {
  const { engine, grading, container } = part;
  const { signal, dockerfile, emit } = grading;
  emit({ type: "phase", title: "Asking the container to stop" });
  const before = await inspectContainer(engine, container.id, signal);
  const processes = await listProcesses(engine, container.id, signal);
  const first = processes.find((one) => one.pid === before?.State.Pid)?.command ?? null;
  const begun = performance.now();
  await engine.act(
    {
      method: "POST",
      path: `/containers/${container.id}/stop?t=${PATIENCE_SECONDS}`,
      signal,
      timeoutMs: (PATIENCE_SECONDS + 15) * 1000,
    },
    [404],
  );
  const ms = performance.now() - begun;
  const after = await inspectContainer(engine, container.id, signal);
  const stopped =
    before === null || !isRunning(before) || after === null ? null : { ms, exitCode: after.State.ExitCode };
  return { dockerfile, first, stopped };
}
