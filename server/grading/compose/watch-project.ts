import type { Duplex } from "node:stream";
import type { ComposeFacts } from "../../../core/check/compose-facts.ts";
import {
  type ComposeScrapesCheck,
  SCRAPE_SECONDS,
  scrapedWithinSeconds,
} from "../../../core/check/judge-compose-scrapes.ts";
import { sumMetric } from "../../../core/check/parse-metrics.ts";
import type { ComposeServiceModel } from "../../../core/compose/judge-config.ts";
import type { Seat } from "../../../core/seat/port.ts";
import { addressOf } from "../../docker/app/address-of.ts";
import { type AppAddress, exchange } from "../../docker/app/exchange.ts";
import { readLogEnd } from "../../docker/container/follow-log.ts";
import type { Engine } from "../../docker/engine.ts";
import type { Grading } from "../grading.ts";
import { Prometheus, type Target } from "./ask-prometheus.ts";
import { findTarget, parseTarget } from "./find-target.ts";
import { describeServices, listContainers, type ProjectContainer } from "./list-services.ts";
import { poll } from "./poll.ts";
import { tryOverriddenHealth } from "./try-overridden-health.ts";

const PROMETHEUS_PORT = 9090;

interface Project {
  readonly api: ComposeServiceModel;
  readonly prometheus: ComposeServiceModel;
}

/** Watches the project that is up: states, target, counted requests, and a replaced health check. */
export async function watchProject(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  check: ComposeScrapesCheck,
  facts: ComposeFacts,
  project: Project,
): Promise<ComposeFacts> {
  const { signal } = grading;
  const budgetMs = scrapedWithinSeconds(check) * 1000;
  const look = async () => {
    const containers = await listContainers(engine, signal);
    const running = (name: string) =>
      containers.find((one) => one.service === name && one.inspect.State.Status === "running");
    return { containers, api: running(project.api.name), prometheus: running(project.prometheus.name) };
  };
  const { api, prometheus } = await look();
  const describe = async () => describeServices(engine, (await look()).containers, signal);
  const apiIp = api === undefined ? null : addressOf(api.inspect);
  const prometheusIp = prometheus === undefined ? null : addressOf(prometheus.inspect);
  if (api === undefined || apiIp === null || prometheusIp === null) {
    return { ...facts, services: await describe() };
  }
  const asked = new Prometheus(seat, { ip: prometheusIp, port: PROMETHEUS_PORT }, signal);
  const begun = performance.now();
  const seen = await poll(
    async () => ({ targets: await asked.targets(), now: await look() }),
    ({ targets, now }) =>
      now.api === undefined ||
      now.prometheus === undefined ||
      isSettled(targets, api, performance.now() - begun),
    { budgetMs, everyMs: 500, signal },
  );
  const target = findTarget(seen.targets ?? [], { service: api.service, inspect: api.inspect });
  const others = (seen.targets ?? []).filter((one) => one !== target).map(describeTarget);
  const watched: ComposeFacts = {
    ...facts,
    services: await describe(),
    target: target === null ? null : { url: target.url, up: target.up, lastError: target.lastError },
    otherTargets: others,
  };
  const place = target === null ? null : parseTarget(target.url);
  if (target?.up !== true || place === null) return watched;
  const address = { ip: apiIp, port: place.port };
  const readLog = () => readLogEnd(engine, api.inspect.Id, signal);
  const counted = await countRequests(seat, grading, check, asked, target, address, place.path, readLog);
  // Before the app is frozen: for a moment afterwards it is unhealthy through no fault of its own.
  const services = await describe();
  const health =
    project.api.healthcheck === "disabled"
      ? ({ status: "disabled" } as const)
      : project.api.healthcheck === "overridden"
        ? await tryOverriddenHealth(seat, engine, grading, api.inspect.Id, budgetMs)
        : null;
  return { ...watched, ...counted, services, health };
}

/** Prometheus lists its targets some seconds after it answers; what is not among them by then never will be. */
const DISCOVERY_MS = 10_000;

/** Up is up. A target that is not the API's does not become it by waiting. */
function isSettled(targets: readonly Target[] | null, api: ProjectContainer, waitedMs: number): boolean {
  if (targets === null) return false;
  const target = findTarget(targets, api);
  return target === null ? waitedMs > DISCOVERY_MS : target.up;
}

const describeTarget = (target: Target): string =>
  target.up
    ? `${target.url} (up)`
    : `${target.url} (${target.lastError === "" ? "not scraped yet" : target.lastError})`;

/** Sends the requests and reads the counter before and after, from the API itself and from Prometheus. */
async function countRequests(
  seat: Seat<Duplex>,
  grading: Grading,
  check: ComposeScrapesCheck,
  prometheus: Prometheus,
  target: Target,
  api: AppAddress,
  metricsPath: string,
  readLog: () => Promise<string>,
): Promise<Pick<ComposeFacts, "sent" | "own" | "scraped">> {
  const { signal } = grading;
  grading.emit({
    type: "phase",
    title: `Sending ${check.requests} requests and looking for them in Prometheus`,
  });
  const own = () => readOwnCounter(seat, api, metricsPath, check.counter, signal);
  const ownBefore = await own();
  const scrapedBefore = await prometheus.counter(check.counter, target);
  let answered = 0;
  let failed: string | null = null;
  for (let at = 0; at < check.requests; at += 1) {
    const result = await exchange(seat, api, {
      method: "POST",
      path: check.request.path,
      body: JSON.stringify(check.request.body),
      timeoutMs: 10_000,
      maxBytes: 64 * 1024,
      signal,
    });
    if (result.status === "answered" && result.code >= 200 && result.code < 300) answered += 1;
    else failed ??= describeAnswer(result);
  }
  const ownAfter = await own();
  const scrapedAfter = await poll(
    () => prometheus.counter(check.counter, target),
    (value) => value !== null && value - (scrapedBefore ?? 0) >= check.requests,
    { budgetMs: SCRAPE_SECONDS * 1000, everyMs: 500, signal },
  );
  return {
    sent: {
      count: check.requests,
      answered,
      failed: failed === null ? null : { answer: failed, log: await readLog() },
    },
    own: { before: ownBefore, after: ownAfter },
    scraped: { before: scrapedBefore, after: scrapedAfter },
  };
}

function describeAnswer(result: Awaited<ReturnType<typeof exchange>>): string {
  if (result.status !== "answered") return "no answer";
  const body = result.body.toString("utf8").trim().replaceAll(/\s+/g, " ").slice(0, 200);
  return `status ${result.code}${body === "" ? "" : `: ${body}`}`;
}

async function readOwnCounter(
  seat: Seat<Duplex>,
  api: AppAddress,
  path: string,
  counter: string,
  signal: AbortSignal,
): Promise<number | null> {
  const result = await exchange(seat, api, {
    method: "GET",
    path,
    timeoutMs: 10_000,
    maxBytes: 1024 * 1024,
    signal,
  });
  return result.status === "answered" && result.code === 200
    ? sumMetric(result.body.toString("utf8"), counter)
    : null;
}
