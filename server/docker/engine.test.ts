import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { RunEventBody } from "../../core/run/event.ts";
import { liarSeat } from "../../testing/engines/liar.ts";
import { buildImage } from "./build-image.ts";
import { Engine } from "./engine.ts";
import { requestApp } from "./request-app.ts";
import { runContainer } from "./run-container.ts";

const ID = `sha256:${"a".repeat(64)}`;
const files = [{ path: "Dockerfile", content: "FROM a\nRUN x\n" }];
const build = (seat: ReturnType<typeof liarSeat>, more: { signal?: AbortSignal; seconds?: number } = {}) => {
  const events: RunEventBody[] = [];
  const outcome = buildImage(seat, {
    files,
    tag: "lab:1",
    limits: { logBytes: 1e6, seconds: more.seconds ?? 60 },
    signal: more.signal ?? new AbortController().signal,
    emit: (event) => events.push(event),
  });
  return { outcome, events };
};

describe("an engine that lies", () => {
  it("is cut off when its answer does not end", async () => {
    const seat = liarSeat((_request, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(65_536, "a")) && !response.destroyed);
      };
      response.on("drain", more);
      more();
    });
    const engine = new Engine(seat);
    await expect(
      engine.json({ method: "GET", path: "/x", maxBytes: 1e6 }, z.unknown()),
    ).rejects.toMatchObject({
      code: "SEAT_LIES",
    });
    engine.close();
  });

  it("is given up when it drips", async () => {
    const seat = liarSeat((_request, response) => {
      const timer = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(timer));
    });
    const engine = new Engine(seat);
    await expect(
      engine.json({ method: "GET", path: "/x", timeoutMs: 150 }, z.unknown()),
    ).rejects.toMatchObject({
      code: "TIMED_OUT",
    });
    engine.close();
  });

  it.each([
    ["no JSON", "<script>alert(1)</script>"],
    ["another shape", '{"Id": 7}'],
  ])("is not believed: %s", async (_name, body) => {
    const engine = new Engine(liarSeat((_request, response) => response.end(body)));
    await expect(
      engine.json({ method: "GET", path: "/x" }, z.object({ Id: z.string() })),
    ).rejects.toMatchObject({
      code: "SEAT_LIES",
    });
    engine.close();
  });

  it("is given up by an abort, at once", async () => {
    const engine = new Engine(liarSeat(() => undefined));
    const controller = new AbortController();
    const call = engine.call({ method: "GET", path: "/x", signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 20);
    await expect(call).rejects.toThrow();
    engine.close();
  });
});

describe("buildImage in a liar's seat", () => {
  const answering = (answer: (path: string) => string | Buffer | null) =>
    liarSeat((request, response) => {
      request.resume();
      const body = answer(request.url ?? "");
      if (body !== null) response.end(body);
    });

  it.each<[string, string]>([
    ["no JSON", "nonsense\n"],
    ["another shape", '{"aux": 7}\n'],
    ["no image", '{"stream":"ok"}\n'],
    ["an image id that is a path", '{"id":"moby.image.id","aux":{"ID":"../../etc/passwd"}}\n'],
  ])("is a fault: %s", async (_name, body) => {
    const { outcome } = build(answering((path) => (path.startsWith("/build") ? body : "OK")));
    await expect(outcome).rejects.toMatchObject({ code: "SEAT_LIES" });
  });

  it("does not gather a line that never ends", async () => {
    const seat = liarSeat((request, response) => {
      request.resume();
      if (request.url?.startsWith("/build") !== true) return response.end("OK");
      const more = () => {
        while (response.write(Buffer.alloc(65_536, "a")) && !response.destroyed);
      };
      response.on("drain", more);
      more();
      return response;
    });
    await expect(build(seat).outcome).rejects.toMatchObject({ code: "SEAT_LIES" });
  });

  it("does not read lines without end, each of which says nothing", async () => {
    const seat = liarSeat((request, response) => {
      request.resume();
      if (request.url?.startsWith("/build") !== true) return response.end("OK");
      const nothing = Buffer.from(`{}${" ".repeat(30_000)}\n`.repeat(30));
      const more = () => {
        while (response.write(nothing) && !response.destroyed);
      };
      response.on("drain", more);
      more();
      return response;
    });
    await expect(build(seat).outcome).rejects.toMatchObject({ code: "SEAT_LIES" });
  });

  it("says that the engine ended when it ends in mid-build", async () => {
    const seat = liarSeat((request, response) => {
      request.resume();
      if (request.url?.startsWith("/build") !== true) return response.end("OK");
      response.write("{}\n", () => response.destroy());
      return response;
    });
    await expect(build(seat).outcome).rejects.toMatchObject({ code: "SEAT_UNAVAILABLE" });
  });

  it("passes over traces that are none", async () => {
    const body = '{"id":"moby.buildkit.trace","aux":"//////8="}\n{"errorDetail":{"message":"no"}}\n';
    const { outcome } = build(answering((path) => (path.startsWith("/build") ? body : "OK")));
    expect(await outcome).toMatchObject({ status: "failed" });
  });

  it("runs no command with a path that the engine made up", async () => {
    const inspect = {
      Id: ID,
      Size: 1,
      RootFS: { Layers: [ID] },
      GraphDriver: {
        Name: "overlay2",
        Data: { UpperDir: "/var/lib/docker/overlay2/../../../etc; reboot/diff" },
      },
    };
    const seat = answering((path) => {
      if (path.startsWith("/build")) return `{"id":"moby.image.id","aux":{"ID":"${ID}"}}\n`;
      if (path.endsWith("/history")) return '[{"CreatedBy":"RUN x","Size":5}]';
      return path.endsWith("/json") ? JSON.stringify(inspect) : "OK";
    });
    const { outcome, events } = build(seat);
    expect(await outcome).toMatchObject({ status: "built", report: { bytes: 5, waste: [] } });
    expect(events.map((event) => event.type)).toContain("built");
    expect(JSON.stringify(seat.commands)).not.toContain("etc");
  });

  it("stops at the wall time, in words", async () => {
    const { outcome } = build(
      answering((path) => (path.startsWith("/build") ? null : "OK")),
      { seconds: 0.2 },
    );
    expect(await outcome).toMatchObject({ status: "limit" });
  });

  it("ends a cancel as a value, soon", async () => {
    const controller = new AbortController();
    const { outcome } = build(
      answering(() => null),
      { signal: controller.signal },
    );
    const begun = performance.now();
    setTimeout(() => controller.abort(), 50);
    expect(await outcome).toEqual({ status: "canceled" });
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});

describe("a liar's container", () => {
  const inspect = (ip: string) =>
    JSON.stringify({
      Id: "b".repeat(64),
      State: { Status: "running", ExitCode: 0, OOMKilled: false, Pid: 1, Error: "" },
      Config: {},
      NetworkSettings: { Networks: { x: { IPAddress: ip } } },
    });

  it.each(["169.254.169.254", "10.78.0.1", "127.0.0.1", "172.17.0.2,fork", "evil.example", "-x"])(
    "is not reached at %s",
    async (ip) => {
      const seat = liarSeat((_request, response) => response.end(inspect(ip)));
      const request = { method: "GET", path: "/", body: "", port: 8000 } as const;
      await expect(requestApp(seat, request)).rejects.toMatchObject({ code: "SEAT_LIES" });
    },
  );

  it("is stopped by an abort although the engine answers nothing", async () => {
    const controller = new AbortController();
    const seat = liarSeat((request, response) => {
      if (request.url?.includes("/json") === true) return;
      response.writeHead(404).end();
    });
    setTimeout(() => controller.abort(), 50);
    const outcome = runContainer(seat, {
      image: "lab:1",
      port: 8000,
      signal: controller.signal,
      emit: () => undefined,
      logBytes: 1e6,
    });
    expect(await outcome).toEqual({ status: "stopped" });
  });
});
