import type { SeatContainer, SeatContainers, SeatVolume, ServiceDependency } from "./containers.ts";

/** One word for all containers of a service. */
export type ServiceStatus =
  | "healthy"
  | "running"
  | "starting"
  | "unhealthy"
  | "restarting"
  | "paused"
  /** Made, and held back until what it depends on is there. */
  | "waiting"
  | "created"
  /** Ended with 0. */
  | "ended"
  | "failed";

export interface Dependency extends ServiceDependency {
  readonly met: boolean;
}

export interface StackService {
  readonly name: string;
  readonly status: ServiceStatus;
  /** By number. */
  readonly containers: readonly SeatContainer[];
  readonly running: number;
  /** Only services that are there. */
  readonly dependsOn: readonly Dependency[];
  /** 0 depends on nothing; otherwise one more than the highest that it depends on. */
  readonly rank: number;
}

export interface StackNetwork {
  readonly name: string;
  /** As it stands in the compose file, where that can be told. */
  readonly label: string;
  readonly internal: boolean;
  readonly services: readonly string[];
}

/** A project of docker compose. */
export interface Stack {
  readonly project: string;
  /** By rank, then by name. */
  readonly services: readonly StackService[];
  readonly networks: readonly StackNetwork[];
}

export interface SeatPicture {
  readonly stacks: readonly Stack[];
  /** Containers that no project has. */
  readonly loose: readonly SeatContainer[];
  /** Volumes with a name that no container has: data of a project that was taken down. */
  readonly kept: readonly SeatVolume[];
}

/** Puts what the seat's engine tells into the order in which it is drawn. Believes no label: cycles end. */
export function groupStacks(seat: SeatContainers): SeatPicture {
  const projects = new Map<string, SeatContainer[]>();
  const loose: SeatContainer[] = [];
  for (const container of seat.containers) {
    if (container.compose === null) loose.push(container);
    else {
      const { project } = container.compose;
      projects.set(project, [...(projects.get(project) ?? []), container]);
    }
  }
  const stacks = [...projects]
    .toSorted(([one], [other]) => compare(one, other))
    .map(([project, containers]) => stackOf(project, containers, seat));
  return { stacks, loose, kept: seat.volumes.filter(({ used }) => !used) };
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function stackOf(project: string, containers: readonly SeatContainer[], seat: SeatContainers): Stack {
  const byService = new Map<string, SeatContainer[]>();
  for (const container of containers) {
    const name = container.compose?.service ?? "";
    byService.set(name, [...(byService.get(name) ?? []), container]);
  }
  const needs = new Map<string, ServiceDependency[]>();
  for (const [name, members] of byService) {
    const found = new Map<string, ServiceDependency>();
    for (const { compose } of members)
      for (const one of compose?.dependsOn ?? [])
        if (one.service !== name && byService.has(one.service)) found.set(one.service, one);
    needs.set(name, [...found.values()]);
  }
  const ranks = rankAll(needs);
  const services = [...byService]
    .map(([name, members]): StackService => {
      const dependsOn = (needs.get(name) ?? []).map((one) => ({
        ...one,
        met: isMet(one, byService.get(one.service) ?? []),
      }));
      const waits = dependsOn.some(({ met }) => !met);
      return {
        name,
        status: statusOf(members, waits),
        containers: members.toSorted((one, other) => numberOf(one) - numberOf(other)),
        running: members.filter(({ state }) => state === "running").length,
        dependsOn,
        rank: ranks.get(name) ?? 0,
      };
    })
    .toSorted((one, other) => one.rank - other.rank || compare(one.name, other.name));
  return { project, services, networks: networksOf(project, services, seat) };
}

const numberOf = ({ compose }: SeatContainer): number => compose?.number ?? 0;

/** Longest way down to something that depends on nothing. What depends on itself in the end stays where it is. */
function rankAll(needs: ReadonlyMap<string, readonly ServiceDependency[]>): Map<string, number> {
  const ranks = new Map([...needs.keys()].map((name) => [name, 0]));
  // As often as there are services is enough for every order of them; a cycle would go on for ever.
  for (let round = 0; round < needs.size; round += 1) {
    let changed = false;
    for (const [name, dependencies] of needs) {
      const rank = Math.max(0, ...dependencies.map(({ service }) => (ranks.get(service) ?? 0) + 1));
      if (rank >= needs.size || rank === ranks.get(name)) continue;
      ranks.set(name, rank);
      changed = true;
    }
    if (!changed) break;
  }
  return ranks;
}

function isMet({ condition }: ServiceDependency, members: readonly SeatContainer[]): boolean {
  switch (condition) {
    case "started":
      return members.some(({ state }) => state === "running");
    case "healthy":
      return members.some(({ health }) => health?.status === "healthy");
    case "completed":
      return members.some(({ state, exitCode }) => state === "exited" && exitCode === 0);
  }
}

/** The worst of its containers counts: of three, the one that fails is what one must see. */
const worstFirst: readonly ServiceStatus[] = [
  "unhealthy",
  "failed",
  "restarting",
  "starting",
  "waiting",
  "created",
  "paused",
  "running",
  "healthy",
  "ended",
];

function statusOf(members: readonly SeatContainer[], waits: boolean): ServiceStatus {
  const found = new Set(members.map((member) => containerStatus(member, waits)));
  return worstFirst.find((status) => found.has(status)) ?? "created";
}

export function containerStatus(container: SeatContainer, waits = false): ServiceStatus {
  switch (container.state) {
    case "running":
      return container.health?.status ?? "running";
    case "restarting":
    case "paused":
      return container.state;
    case "created":
      return waits ? "waiting" : "created";
    case "exited":
    case "dead":
    case "removing":
      return container.exitCode === 0 || container.state === "removing" ? "ended" : "failed";
  }
}

function networksOf(
  project: string,
  services: readonly StackService[],
  { networks }: SeatContainers,
): StackNetwork[] {
  const joined = new Map<string, Set<string>>();
  for (const network of networks) if (network.project === project) joined.set(network.name, new Set());
  for (const { name, containers } of services)
    for (const network of containers.flatMap((container) => container.networks))
      joined.set(network, (joined.get(network) ?? new Set()).add(name));
  return [...joined]
    .toSorted(([one], [other]) => compare(one, other))
    .map(([name, members]) => ({
      name,
      label: name.startsWith(`${project}_`) ? name.slice(project.length + 1) : name,
      internal: networks.some((network) => network.name === name && network.internal),
      services: [...members],
    }));
}
