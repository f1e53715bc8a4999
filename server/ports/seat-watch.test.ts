import type http from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { SeatHost } from "../../core/seat/port.ts";
import type { Duplex } from "node:stream";
import { AppError } from "../../core/errors.ts";
import { liarSeat } from "../docker/liar.ts";
import { fakeSeatHost } from "../runs/fake-engines.ts";
import { SeatWatch } from "./seat-watch.ts";

const id = "a".repeat(64);
const one = {
  Id: id,
  Names: ["/web", "/other"],
  Image: "python:3.11-slim",
  State: "running",
  Status: "Up 3 seconds",
  Labels: { "com.docker.compose.service": "api" },
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
const answering =
  (body: unknown): Handle =>
  (_request, response) =>
    response.end(JSON.stringify(body));

describe("what runs in a seat", () => {
  it("is told with each port once, over one connection, and is no use of the seat", async () => {
    const started = start(answering([one]));
    const expected = {
      seat: "awake",
      more: false,
      containers: [
        {
          id,
          name: "web",
          image: "python:3.11-slim",
          state: "running",
          status: "Up 3 seconds",
          service: "api",
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

  it("is looked for anew when the seat's engine breaks off", async () => {
    let broken = false;
    const started = start((_request, response) => {
      if (broken) response.destroy();
      else response.end(JSON.stringify([one]));
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
    const started = start(
      (_request, response) => {
        asked += 1;
        response.end("[]");
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
    const started = start(answering(Array.from({ length: 51 }, () => big)));
    const { containers, more } = await started.watch.list("ann");
    expect([containers.length, more]).toEqual([50, true]);
    expect(containers[0]?.name).toHaveLength(100);
    expect(containers[0]?.status).toHaveLength(100);
    expect(containers[0]?.ports).toHaveLength(20);
  });

  it.each([
    ["a word", "nothing"],
    ["no list", {}],
    ["no id", [{ ...one, Id: "../../etc" }]],
    ["a port that is none", [{ ...one, Ports: [{ PrivatePort: 70_000, Type: "tcp" }] }]],
    ["a state that is none", [{ ...one, State: "<script>" }]],
    ["too many", Array.from({ length: 501 }, () => one)],
    ["too long", [{ ...one, Status: "x".repeat(30_000) }]],
  ])("is not believed when it is %s", async (_name, body) => {
    await expect(start(answering(body)).watch.list("ann")).rejects.toMatchObject({ code: "SEAT_LIES" });
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
    expect(await asleep.watch.list("ann")).toEqual({ seat: "asleep", containers: [], more: false });
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
