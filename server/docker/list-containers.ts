import type { ContainerMount, ContainerPort, SeatContainer } from "../../core/seat/containers.ts";
import { composePlaceOf, PROJECT_LABEL } from "./compose-labels.ts";
import type { Engine } from "./engine.ts";
import { containerSummaries, type ContainerSummary } from "./seat-schemas.ts";

/** More than this nobody reads in a panel. */
const MAX_CONTAINERS = 50;
const MAX_PORTS = 20;
const MAX_NETWORKS = 10;
const MAX_MOUNTS = 20;

const running = { status: ["running", "paused", "restarting"] };
/** Of a project, what has ended or waits is as telling as what runs; loose ones that ended are only old. */
const restOfProjects = { status: ["created", "removing", "exited", "dead"], label: [PROJECT_LABEL] };

/**
 * What runs in a seat, and what compose projects have besides, each newest first. Texts are cut to what a panel
 * shows. Errors: those of the engine; SEAT_LIES when this is no list of containers.
 */
export async function listContainers(
  engine: Engine,
): Promise<{ readonly containers: readonly SeatContainer[]; readonly more: boolean }> {
  const found = new Map<string, SeatContainer>();
  let more = false;
  // One after the other: a second connection would be a second process in the seat.
  for (const filters of [running, restOfProjects]) {
    const listed = await list(engine, filters);
    more ||= listed.length > MAX_CONTAINERS;
    for (const one of listed.slice(0, MAX_CONTAINERS)) {
      const container = containerOf(one);
      const isWanted = filters === running || container.compose !== null;
      if (isWanted && !found.has(container.id)) found.set(container.id, container);
    }
  }
  return { containers: [...found.values()], more };
}

async function list(
  engine: Engine,
  filters: Readonly<Record<string, readonly string[]>>,
): Promise<ContainerSummary[]> {
  return engine.json(
    {
      method: "GET",
      path: `/containers/json?filters=${encodeURIComponent(JSON.stringify(filters))}&limit=${MAX_CONTAINERS + 1}`,
      timeoutMs: 5000,
      maxBytes: 4 * 1024 * 1024,
      // A panel shows less of each.
      textBytes: 4000,
      items: 200,
    },
    containerSummaries,
  );
}

function containerOf(one: ContainerSummary): SeatContainer {
  const exited = /^Exited \((\d{1,3})\)/.exec(one.Status);
  return {
    id: one.Id,
    name: (one.Names[0] ?? one.Id.slice(0, 12)).replace(/^\//, "").slice(0, 100),
    image: one.Image.slice(0, 200),
    state: one.State,
    status: one.Status.slice(0, 100),
    exitCode: exited === null ? null : Number(exited[1]),
    compose: composePlaceOf(one.Labels),
    health: one.State === "running" ? healthOf(one.Status) : null,
    ports: portsOf(one.Ports),
    networks: one.NetworkSettings.slice(0, MAX_NETWORKS).map((name) => name.slice(0, 200)),
    mounts: one.Mounts.flatMap(mountOf).slice(0, MAX_MOUNTS),
  };
}

/** As the list's words have it; what the probe printed is asked for one by one. */
function healthOf(status: string): SeatContainer["health"] {
  if (status.endsWith("(healthy)")) return { status: "healthy", last: null };
  if (status.endsWith("(unhealthy)")) return { status: "unhealthy", last: null };
  return status.endsWith("(health: starting)") ? { status: "starting", last: null } : null;
}

/** The engine names a volume without a name by 64 hexadecimal digits. */
export const isUnnamed = (volume: string): boolean => /^[0-9a-f]{64}$/.test(volume);

function mountOf(mount: ContainerSummary["Mounts"][number]): ContainerMount[] {
  const target = mount.Destination.slice(0, 300);
  const readOnly = !mount.RW;
  if (mount.Type === "volume") {
    const name = isUnnamed(mount.Name) || mount.Name === "" ? null : mount.Name.slice(0, 200);
    return [{ kind: "volume", name, target, readOnly }];
  }
  return mount.Type === "bind"
    ? [{ kind: "bind", source: mount.Source.slice(0, 300), target, readOnly }]
    : [];
}

/** The engine tells a published port twice, for IPv4 and for IPv6. */
function portsOf(ports: ContainerSummary["Ports"]): ContainerPort[] {
  const found = new Map<string, ContainerPort>();
  for (const { PrivatePort: inside, PublicPort, Type: protocol } of ports) {
    const published = PublicPort ?? null;
    found.set(`${published}/${inside}/${protocol}`, { published, inside, protocol });
  }
  return [...found.values()]
    .toSorted((one, other) => (one.published ?? one.inside) - (other.published ?? other.inside))
    .slice(0, MAX_PORTS);
}
