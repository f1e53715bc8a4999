import type { Duplex } from "node:stream";
import type { ComposeFacts } from "../../../core/check/compose-facts.ts";
import type { ComposeScrapesCheck } from "../../../core/check/judge-compose-scrapes.ts";
import type { ComposeServiceModel } from "../../../core/compose/judge-config.ts";
import type { Seat, SeatFile } from "../../../core/seat/port.ts";
import { Engine } from "../../docker/engine.ts";
import { type Grading, plainEnd } from "../grading.ts";
import { shortHealth } from "../try-health.ts";
import { compose, writeOverride } from "./compose-command.ts";
import { findServices, type FoundServices } from "./find-services.ts";
import { ownImage } from "./own-image.ts";
import { readProject } from "./read-project.ts";
import { watchProject } from "./watch-project.ts";

const NAMES = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/** The Compose file that `docker compose` would take; null when there is none. */
export function composeFile(files: readonly SeatFile[]): SeatFile | null {
  for (const name of NAMES) {
    const file = files.find((one) => one.path === name);
    if (file !== undefined) return file;
  }
  return null;
}

/** Facts before anything was found out. */
export function noComposeFacts(file: string | null): ComposeFacts {
  return {
    file,
    configError: null,
    violations: [],
    apiService: null,
    apiHealthcheck: "inherited",
    prometheusService: null,
    upError: null,
    services: [],
    target: null,
    otherTargets: [],
    sent: null,
    own: null,
    scraped: null,
    health: null,
  };
}

/**
 * Brings the student's compose.yaml up in a grading seat and finds out what the check asks. Nothing is run
 * before the resolved file was held against the policy; Prometheus runs as our own image.
 */
export async function collectCompose(
  seat: Seat<Duplex>,
  grading: Grading,
  check: ComposeScrapesCheck,
  file: SeatFile,
): Promise<ComposeFacts> {
  const { lab } = grading;
  const facts = noComposeFacts(file.path);
  const project = await readProject(seat, grading, file);
  if (project.status === "unreadable") return { ...facts, configError: project.message };
  const { verdict, lineOf } = project;
  const services = findServices(verdict.services, {
    image: lab.image ?? null,
    port: lab.port,
    prometheusImage: check.prometheusImage,
  });
  const place = (service: ComposeServiceModel | null) =>
    service === null ? null : { name: service.name, line: lineOf(["services", service.name]) };
  const read: ComposeFacts = {
    ...facts,
    violations: verdict.violations,
    apiService: place(services.api),
    apiHealthcheck: services.api?.healthcheck ?? "inherited",
    prometheusService: place(services.prometheus),
  };
  if (verdict.violations.length > 0 || services.api === null || services.prometheus === null) return read;
  const engine = new Engine(seat);
  try {
    const upError = await bringUp(seat, engine, grading, check, file, services);
    return upError === null
      ? await watchProject(seat, engine, grading, check, read, {
          api: services.api,
          prometheus: services.prometheus,
        })
      : { ...read, upError };
  } finally {
    engine.close();
  }
}

/** What `up -d` said when it failed; null when it went well. */
async function bringUp(
  seat: Seat<Duplex>,
  engine: Engine,
  grading: Grading,
  check: ComposeScrapesCheck,
  file: SeatFile,
  { api, prometheus }: FoundServices,
): Promise<string | null> {
  const { signal, limits } = grading;
  const health = shortHealth(check.upWithinSeconds);
  const override = {
    services: {
      [prometheus?.name ?? ""]: {
        image: await ownImage(engine, check.prometheusImage, signal),
        pull_policy: "never",
      },
      // Only the pace: command and timeout stay the image's, or those that the file puts in their place.
      ...(api === null || api.healthcheck === "disabled"
        ? {}
        : {
            [api.name]: {
              healthcheck: {
                interval: `${health.intervalMs}ms`,
                start_period: `${health.startPeriodMs}ms`,
                start_interval: `${health.intervalMs}ms`,
                retries: health.retries,
              },
            },
          }),
    },
  };
  await writeOverride(seat, override, signal);
  const up = await compose(seat, file.path, ["up", "-d", "--quiet-pull"], {
    signal,
    timeoutMs: (limits.buildSeconds + check.upWithinSeconds) * 1000,
    override: true,
  });
  if (up.exitCode === 124) return `it was not up within ${limits.buildSeconds + check.upWithinSeconds} s`;
  return up.exitCode === 0 ? null : plainEnd(`${up.stdout}\n${up.stderr}`, 1500).trim();
}
