import type http from "node:http";
import type { Duplex } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../../core/errors.ts";
import type { SeatHost } from "../../core/seat/port.ts";
import { fakeSeatHost } from "../../testing/engines/fake-engines.ts";
import { liarSeat } from "../../testing/engines/liar.ts";
import { SeatWatch } from "./seat-watch.ts";

const id = "a".repeat(64);
const one = {
  Id: id,
  Names: ["/web", "/other"],
  Image: "python:3.11-slim",
  State: "running",
  Status: "Up 3 seconds",
  Labels: {
    "com.docker.compose.project": "shop",
    "com.docker.compose.service": "api",
    "com.docker.compose.container-number": "2",
    "com.docker.compose.depends_on": "db:service_healthy:false,cache:service_started:true,x:<b>:y",
  },
  NetworkSettings: { Networks: { shop_default: { NetworkID: "n" } } },
  Mounts: [
    { Type: "volume", Name: "shop_data", Source: "/var", Destination: "/data", RW: true },
    { Type: "volume", Name: "b".repeat(64), Source: "/var", Destination: "/tmp", RW: true },
    { Type: "bind", Source: "/workspace/a", Destination: "/a", RW: false },
  ],
  Ports: [
    { IP: "0.0.0.0", PrivatePort: 8000, PublicPort: 8001, Type: "tcp" },
    { IP: "::", PrivatePort: 8000, PublicPort: 8001, Type: "tcp" },
    { PrivatePort: 53, Type: "udp" },
  ],
};

let watch: SeatWatch | null = null;
afterEach(() => watch?.close());

type Handle = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** A watch over seats whose engine is whatever `handle` makes of it. */
function start(handle: Handle, host: Partial<SeatHost<Duplex>> = {}, freshMs = 0) {
  const seat = liarSeat(handle);
  const dial = vi.spyOn(seat, "dial");
  const findSeat = vi.fn(() => Promise.resolve(seat));
  watch = new SeatWatch({ getHost: () => fakeSeatHost({ findSeat, ...host }), freshMs });
  return { watch, dial, findSeat };
}
/** An engine with these containers that run, and nothing else unless `more` says so, by the path's beginning. */
const answering =
  (body: unknown, more: Readonly<Record<string, unknown>> = {}): Handle =>
  (request, response) => {
    const url = decodeURIComponent(request.url ?? "");
    const known = Object.entries(more).find(([path]) => url.startsWith(path));
    const nothing = url.startsWith("/volumes") ? { Volumes: null } : [];
    const runs = url.startsWith("/containers/json") && url.includes('"running"');
    response.end(JSON.stringify(known !== undefined ? known[1] : runs ? body : nothing));
  };
const nothingElse = { more: false, networks: [], volumes: [], unnamedVolumes: 0 };

describe("what runs in a seat", () => {
  it("is told with each port once, over one connection, and is no use of the seat", async () => {
    const started = start(answering([one]));
    const expected = {
      seat: "awake",
      ...nothingElse,
      containers: [
        {
          id,
          name: "web",
          image: "python:3.11-slim",
          state: "running",
          status: "Up 3 seconds",
          exitCode: null,
          compose: {
            project: "shop",
            service: "api",
            number: 2,
            dependsOn: [
              { service: "db", condition: "healthy" },
              { service: "cache", condition: "started" },
            ],
          },
          health: null,
          networks: ["shop_default"],
          mounts: [
            { kind: "volume", name: "shop_data", target: "/data", readOnly: false },
            { kind: "volume", name: null, target: "/tmp", readOnly: false },
            { kind: "bind", source: "/workspace/a", target: "/a", readOnly: true },
          ],
          ports: [
            { published: null, inside: 53, protocol: "udp" },
            { published: 8001, inside: 8000, protocol: "tcp" },
          ],
        },
      ],
    };
    for (let count = 0; count < 3; count += 1) expect(await started.watch.list("ann")).toEqual(expected);
    expect(started.dial).toHaveBeenCalledTimes(1);
    expect(started.findSeat).toHaveBeenCalledTimes(1);
    expect(started.findSeat).toHaveBeenCalledWith("ann", { watching: true });
  });

  it("is told with long texts cut and long lists ended, and nobody is a liar for them", async () => {
    const long = "x".repeat(1_000_000);
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`label-${at}`, "y"]));
    const Ports = Array.from({ length: 3000 }, (_, at) => ({ PrivatePort: at + 1, Type: "tcp" }));
    const other = { ...one, Id: "b".repeat(64), Labels: { ...many, long }, Image: long, Ports };
    const { watch: started } = start(answering([other, one]));
    const told = await started.list("ann");
    expect(told.containers.map(({ name, image }) => [name, image.length <= 200])).toEqual([
      ["web", true],
      ["web", true],
    ]);
    expect(told.containers[1]?.compose?.project).toBe("shop");
  });

  it("is looked for anew when the seat's engine breaks off", async () => {
    let broken = false;
    const honest = answering([one]);
    const started = start((request, response) => {
      if (broken) response.destroy();
      else honest(request, response);
    });
    expect((await started.watch.list("ann")).containers).toHaveLength(1);
    broken = true;
    started.findSeat.mockResolvedValueOnce(null as never);
    expect((await started.watch.list("ann")).containers).toHaveLength(0);
    broken = false;
    expect((await started.watch.list("ann")).containers).toHaveLength(1);
    expect(started.findSeat).toHaveBeenCalledTimes(3);
  });

  it("is asked for once by several pages at the same time", async () => {
    let asked = 0;
    const honest = answering([]);
    const started = start(
      (request, response) => {
        if (request.url?.startsWith("/networks") === true) asked += 1;
        honest(request, response);
      },
      {},
      60_000,
    );
    await Promise.all([started.watch.list("ann"), started.watch.list("ann")]);
    await started.watch.list("ann");
    expect(asked).toBe(1);
  });

  it("is cut to what a person reads", async () => {
    const ports = Array.from({ length: 400 }, (_, index) => ({
      IP: "",
      PrivatePort: index + 1,
      PublicPort: index + 1,
      Type: "tcp",
    }));
    const big = { ...one, Names: [`/${"n".repeat(5000)}`], Status: "s".repeat(5000), Ports: ports };
    const started = start(
      answering(Array.from({ length: 51 }, (_, at) => ({ ...big, Id: String(at).padStart(64, "0") }))),
    );
    const { containers, more } = await started.watch.list("ann");
    expect([containers.length, more]).toEqual([50, true]);
    expect(containers[0]?.name).toHaveLength(100);
    expect(containers[0]?.status).toHaveLength(100);
    expect(containers[0]?.ports).toHaveLength(20);
  });

  it("has its compose project with what has ended, with health, networks and volumes", async () => {
    const exited = { ...one, Id: "c".repeat(64), State: "exited", Status: "Exited (3) 2 minutes ago" };
    const old = { ...exited, Id: "d".repeat(64), Labels: {} };
    const healthy = { ...one, Status: "Up 2 minutes (healthy)" };
    const probe = { ExitCode: 0, Output: "\u001b[31mfine\u001b[0m\n".padEnd(5000, "x") };
    const rest = 'filters={"status":["created","removing","exited","dead"]';
    const unnamed = { Name: "e".repeat(64), Labels: null };
    const volume = (name: string) => ({ Name: name, Labels: { "com.docker.compose.project": "shop" } });
    const engine = answering([healthy], {
      [`/containers/json?${rest}`]: [exited, old],
      [`/containers/${id}/json`]: { State: { Health: { Status: "unhealthy", Log: [probe, probe] } } },
      "/networks": [
        { Name: "shop_default", Internal: true, Labels: { "com.docker.compose.project": "shop" } },
      ],
      '/volumes?filters={"dangling"': { Volumes: [volume("shop_old"), unnamed] },
      "/volumes": { Volumes: [volume("shop_old"), volume("shop_data"), unnamed] },
    });
    const started = start(engine);
    const answer = await started.watch.list("ann");
    expect(answer.containers.map((each) => [each.state, each.exitCode])).toEqual([
      ["running", null],
      ["exited", 3],
    ]);
    const health = answer.containers[0]?.health;
    expect([health?.status, health?.last?.exitCode]).toEqual(["unhealthy", 0]);
    expect(health?.last?.output).toMatch(/^fine\nx{900}/);
    expect(health?.last?.output.length).toBeLessThanOrEqual(1000);
    expect(answer.networks).toEqual([{ name: "shop_default", project: "shop", internal: true }]);
    expect(answer.volumes).toEqual([
      { name: "shop_data", project: "shop", used: true },
      { name: "shop_old", project: "shop", used: false },
    ]);
    expect(answer.unnamedVolumes).toBe(1);
    expect(started.dial).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["networks", { "/networks": { nothing: true } }],
    ["volumes", { "/volumes": [] }],
    ["a probe", { [`/containers/${id}/json`]: { State: { Health: { Status: "<b>" } } } }],
  ])("is not believed about %s", async (_what, more) => {
    const engine = answering([{ ...one, Status: "Up 1 second (healthy)" }], more);
    await expect(start(engine).watch.list("ann")).rejects.toMatchObject({ code: "SEAT_LIES" });
  });

  it.each([
    ["a word", "nothing"],
    ["no list", {}],
    ["no id", [{ ...one, Id: "../../etc" }]],
    ["a port that is none", [{ ...one, Ports: [{ PrivatePort: 70_000, Type: "tcp" }] }]],
    ["a state that is none", [{ ...one, State: "<script>" }]],
  ])("is not believed when it is %s", async (_name, body) => {
    await expect(start(answering(body)).watch.list("ann")).rejects.toMatchObject({ code: "SEAT_LIES" });
  });

  it.each([
    ["too many", Array.from({ length: 501 }, () => one), true],
    ["too long", [{ ...one, Status: "x".repeat(30_000) }], false],
  ])("is cut to what is shown when it is %s", async (_name, body, more) => {
    const told = await start(answering(body)).watch.list("ann");
    expect([told.containers.length, told.containers[0]?.status.length ?? 0, told.more]).toEqual([
      1,
      more ? 12 : 100,
      more,
    ]);
  });

  it("is not waited for endlessly", async () => {
    const started = start((_request, response) => {
      response.writeHead(200);
      const flood = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", flood);
      flood();
    });
    await expect(started.watch.list("ann")).rejects.toMatchObject({ code: "SEAT_LIES" });
  });

  it("is nothing while the seat sleeps or there is no seat host, and looking wakes nothing", async () => {
    const openSeat = vi.fn();
    const asleep = start(answering([]), {
      openSeat,
      findSeat: () => Promise.resolve(null),
      inspectSeat: () => Promise.resolve({ state: "asleep", memoryBytes: 0, diskBytes: 0, processes: 0 }),
    });
    expect(await asleep.watch.list("ann")).toEqual({ seat: "asleep", containers: [], ...nothingElse });
    expect(openSeat).not.toHaveBeenCalled();
    const missing = new SeatWatch({
      getHost: () => {
        throw new AppError("SEAT_HOST_MISSING", { message: "", userMessage: "" });
      },
    });
    expect((await missing.list("ann")).seat).toBe("unavailable");
  });
});

describe("stopping a container", () => {
  it("asks the engine, and is done when there is none of that id", async () => {
    const asked: string[] = [];
    for (const status of [204, 304, 404]) {
      const started = start((request, response) => {
        asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
        response.writeHead(status).end();
      });
      await started.watch.stop("ann", id);
    }
    expect(asked).toEqual(Array(3).fill(`POST /containers/${id}/stop?t=5`));
  });

  it("needs a seat that runs", async () => {
    const started = start(answering([]), { findSeat: () => Promise.resolve(null) });
    await expect(started.watch.stop("ann", id)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
