import { describe, expect, it } from "vitest";
import type { ContainerHealth, SeatContainer, SeatContainers, ServiceDependency } from "./containers.ts";
import { groupStacks } from "./group-stacks.ts";

let made = 0;
interface Given {
  readonly state?: SeatContainer["state"];
  readonly health?: ContainerHealth["status"];
  readonly exitCode?: number;
  readonly number?: number;
  readonly after?: readonly ServiceDependency[];
  readonly networks?: readonly string[];
}

function container(service: string | null, given: Given = {}): SeatContainer {
  made += 1;
  const { state = "running", health, exitCode = null, number = 1, after = [], networks = [] } = given;
  return {
    id: String(made).padStart(64, "0"),
    name: `c${made}`,
    image: "i",
    state,
    status: "",
    exitCode,
    compose: service === null ? null : { project: "shop", service, number, dependsOn: after },
    health: health === undefined ? null : { status: health, last: null },
    ports: [],
    networks,
    mounts: [],
  };
}

const seat = (containers: readonly SeatContainer[], more: Partial<SeatContainers> = {}): SeatContainers => ({
  seat: "awake",
  containers,
  more: false,
  networks: [],
  volumes: [],
  unnamedVolumes: 0,
  ...more,
});
const after = (service: string, condition: ServiceDependency["condition"] = "started") => ({
  service,
  condition,
});
const servicesOf = (containers: readonly SeatContainer[]) =>
  groupStacks(seat(containers)).stacks[0]?.services ?? [];

describe("a project", () => {
  it("has its services in the order in which they start, and the others stand by themselves", () => {
    const { stacks, loose } = groupStacks(
      seat([
        container("prometheus", { after: [after("api")] }),
        container("api", { after: [after("db", "healthy")] }),
        container("db", { health: "healthy" }),
        container("cache"),
        container(null),
      ]),
    );
    expect(loose).toHaveLength(1);
    expect(stacks.map(({ project }) => project)).toEqual(["shop"]);
    expect(stacks[0]?.services.map(({ name, rank }) => [name, rank])).toEqual([
      ["cache", 0],
      ["db", 0],
      ["api", 1],
      ["prometheus", 2],
    ]);
  });

  it("ends where its labels go round in a circle or point at nothing", () => {
    const services = servicesOf([
      container("a", { after: [after("b")] }),
      container("b", { after: [after("a"), after("b"), after("gone")] }),
    ]);
    expect(services.map(({ name }) => name).toSorted()).toEqual(["a", "b"]);
    for (const { rank, dependsOn } of services) {
      expect(rank).toBeLessThan(2);
      expect(dependsOn).toHaveLength(1);
    }
  });

  it.each([
    ["healthy", "starting", "created", false, "waiting"],
    ["healthy", "healthy", "created", true, "created"],
    ["started", "starting", "running", true, "running"],
  ] as const)("waits until the other is %s (now %s)", (condition, health, state, met, status) => {
    const [, api] = servicesOf([
      container("db", { health }),
      container("api", { state, after: [after("db", condition)] }),
    ]);
    expect([api?.dependsOn[0]?.met, api?.status]).toEqual([met, status]);
  });

  it("knows when a service had to finish first", () => {
    const finished = (exitCode: number) =>
      servicesOf([
        container("migrate", { state: "exited", exitCode }),
        container("api", { after: [after("migrate", "completed")] }),
      ]).map(({ status, dependsOn }) => [status, dependsOn[0]?.met]);
    expect(finished(0)).toEqual([
      ["ended", undefined],
      ["running", true],
    ]);
    expect(finished(3)).toEqual([
      ["failed", undefined],
      ["running", false],
    ]);
  });

  it("shows of several containers of a service the worst, by number", () => {
    const [api] = servicesOf([
      container("api", { number: 10, health: "healthy" }),
      container("api", { number: 2, health: "unhealthy" }),
      container("api", { number: 1, state: "exited", exitCode: 0 }),
    ]);
    expect(api).toMatchObject({ status: "unhealthy", running: 2 });
    expect(api?.containers.map(({ compose }) => compose?.number)).toEqual([1, 2, 10]);
  });

  it("has its networks, also one that nobody has joined, and keeps volumes when it is gone", () => {
    const network = (name: string, internal = false) => ({ name, project: "shop", internal });
    const volume = (name: string, used: boolean) => ({ name, project: "shop", used });
    const { stacks, kept } = groupStacks(
      seat(
        [
          container("db", { networks: ["shop_back"] }),
          container("api", { networks: ["shop_back", "shared"] }),
        ],
        {
          networks: [network("shop_back", true), network("shop_empty")],
          volumes: [volume("shop_data", true), volume("shop_old", false)],
        },
      ),
    );
    expect(stacks[0]?.networks).toEqual([
      { name: "shared", label: "shared", internal: false, services: ["api"] },
      { name: "shop_back", label: "back", internal: true, services: ["api", "db"] },
      { name: "shop_empty", label: "empty", internal: false, services: [] },
    ]);
    expect(kept.map(({ name }) => name)).toEqual(["shop_old"]);
  });
});
