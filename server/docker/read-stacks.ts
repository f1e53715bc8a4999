import { createPlainLog } from "../../core/run/plain-log.ts";
import type { SeatContainer, SeatContainers, SeatNetwork, SeatVolume } from "../../core/seat/containers.ts";
import { projectOf } from "./compose-labels.ts";
import type { Engine, EngineRequest } from "./engine.ts";
import { isUnnamed, listContainers } from "./list-containers.ts";
import { healthInspect, networkSummaries, volumeSummaries } from "./seat-schemas.ts";

/** Probes are asked for one container at a time. */
const MAX_PROBES = 20;
const MAX_NETWORKS = 30;
const MAX_VOLUMES = 50;
const OUTPUT_CHARACTERS = 1000;

/** For one look at a seat, however many questions it takes: an engine that is slow with each is slow once. */
const LOOK_MS = 6000;

type Ask = (path: string, filters?: Readonly<Record<string, readonly string[]>>) => EngineRequest;

/**
 * What is in a seat: containers with their health, networks, volumes. Bounded in number, size and time; one question
 * after the other, so that one connection is enough. Errors: those of the engine.
 */
export async function readStacks(engine: Engine): Promise<Omit<SeatContainers, "seat">> {
  const until = Date.now() + LOOK_MS;
  const ask: Ask = (path, filters) => ({
    method: "GET",
    path: filters === undefined ? path : `${path}?filters=${encodeURIComponent(JSON.stringify(filters))}`,
    timeoutMs: Math.max(1, until - Date.now()),
    maxBytes: 1024 * 1024,
  });
  const { containers, more } = await listContainers(engine);
  const probed: SeatContainer[] = [];
  let probes = 0;
  for (const container of containers) {
    if (container.health === null || probes >= MAX_PROBES) probed.push(container);
    else {
      probes += 1;
      probed.push({ ...container, health: await readHealth(engine, ask, container) });
    }
  }
  const networks = await engine.json(ask("/networks", { type: ["custom"] }), networkSummaries);
  return {
    containers: probed,
    more,
    networks: networks.slice(0, MAX_NETWORKS).map(networkOf),
    ...(await readVolumes(engine, ask)),
  };
}

async function readHealth(
  engine: Engine,
  ask: Ask,
  container: SeatContainer,
): Promise<SeatContainer["health"]> {
  const request = ask(`/containers/${container.id}/json`);
  const answer = await engine.ask(request);
  // It has gone since it was listed.
  if (answer.status === 404) return container.health;
  const health = engine.parse(request, answer, healthInspect).State.Health;
  if (health === null || health === undefined || health.Status === "none") return null;
  if (health.Log === null) return { status: health.Status, last: null };
  const output = createPlainLog()(health.Log.Output.slice(0, OUTPUT_CHARACTERS)).trim();
  return { status: health.Status, last: { exitCode: health.Log.ExitCode, output } };
}

const networkOf = (one: {
  Name: string;
  Internal?: boolean | null | undefined;
  Labels: Record<string, string>;
}): SeatNetwork => ({
  name: one.Name.slice(0, 200),
  project: projectOf(one.Labels),
  internal: one.Internal === true,
});

async function readVolumes(
  engine: Engine,
  ask: Ask,
): Promise<Pick<SeatContainers, "volumes" | "unnamedVolumes">> {
  const all = await engine.json(ask("/volumes"), volumeSummaries);
  const unused = await engine.json(ask("/volumes", { dangling: ["true"] }), volumeSummaries);
  const dangling = new Set(unused.Volumes.map(({ Name }) => Name));
  const volumes = all.Volumes.filter(({ Name }) => !isUnnamed(Name))
    .map(({ Name, Labels }): SeatVolume => ({
      name: Name.slice(0, 200),
      project: projectOf(Labels),
      used: !dangling.has(Name),
    }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .slice(0, MAX_VOLUMES);
  return { volumes, unnamedVolumes: [...dangling].filter(isUnnamed).length };
}
