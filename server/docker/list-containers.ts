import type { ContainerPort, SeatContainer } from "../../core/seat/containers.ts";
import type { Engine } from "./engine.ts";
import { containerSummaries } from "./engine-schemas.ts";

/** More than this nobody reads in a panel. */
const MAX_CONTAINERS = 50;
const MAX_PORTS = 20;
const FILTERS = encodeURIComponent(JSON.stringify({ status: ["running", "paused", "restarting"] }));

/**
 * What runs in a seat, newest first, with the ports that it names. Texts are cut to what a panel shows.
 * Errors: those of the engine; SEAT_LIES when this is no list of containers.
 */
export async function listContainers(
  engine: Engine,
  signal?: AbortSignal,
): Promise<{ readonly containers: readonly SeatContainer[]; readonly more: boolean }> {
  const listed = await engine.json(
    {
      method: "GET",
      path: `/containers/json?filters=${FILTERS}&limit=${MAX_CONTAINERS + 1}`,
      timeoutMs: 5000,
      maxBytes: 4 * 1024 * 1024,
      ...(signal === undefined ? {} : { signal }),
    },
    containerSummaries,
  );
  return {
    containers: listed.slice(0, MAX_CONTAINERS).map((one) => ({
      id: one.Id,
      name: (one.Names[0] ?? one.Id.slice(0, 12)).replace(/^\//, "").slice(0, 100),
      image: one.Image.slice(0, 200),
      state: one.State,
      status: one.Status.slice(0, 100),
      service: one.Labels["com.docker.compose.service"]?.slice(0, 100) ?? null,
      ports: portsOf(one.Ports),
    })),
    more: listed.length > MAX_CONTAINERS,
  };
}

interface EnginePort {
  readonly PrivatePort: number;
  readonly PublicPort?: number | null | undefined;
  readonly Type: ContainerPort["protocol"];
}

/** The engine tells a published port twice, for IPv4 and for IPv6. */
function portsOf(ports: readonly EnginePort[]): ContainerPort[] {
  const found = new Map<string, ContainerPort>();
  for (const { PrivatePort: inside, PublicPort: published = null, Type: protocol } of ports) {
    found.set(`${published}/${inside}/${protocol}`, { published, inside, protocol });
  }
  return [...found.values()]
    .toSorted((one, other) => (one.published ?? one.inside) - (other.published ?? other.inside))
    .slice(0, MAX_PORTS);
}
