import type http from "node:http";
import type { Duplex } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { LogsOf, SeatLogEvent } from "../../core/seat/log-events.ts";
import type { SeatHost } from "../../core/seat/port.ts";
import { fakeSeatHost } from "../../testing/engines/fake-engines.ts";
import { liarSeat } from "../../testing/engines/liar.ts";
import type { LogLimits } from "./log-limits.ts";
import { SeatLogs } from "./seat-logs.ts";

const shop: LogsOf = { kind: "project", project: "shop" };
const [db, api] = ["d".repeat(64), "a".repeat(64)] as const;
const labelsOf = (service: string) => ({
  "com.docker.compose.project": "shop",
  "com.docker.compose.service": service,
  "com.docker.compose.container-number": "1",
});
const listed = (id: string, service: string) => ({
  Id: id,
  Names: [`/shop-${service}-1`],
  Labels: labelsOf(service),
});
const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, "0")}.000000001Z`;

function frame(text: string, channel = 1): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.alloc(8);
  head.writeUInt8(channel, 0);
  head.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

/** An engine of two services. What it prints is pushed by the test; what it was asked for is kept. */
class Engine {
  readonly asked: string[] = [];
  readonly logs = new Map<string, http.ServerResponse>();
  events: http.ServerResponse | null = null;
  containers = [listed(api, "api"), listed(db, "db")];

  readonly handle = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const url = decodeURIComponent(request.url ?? "");
    this.asked.push(url);
    const id = /^\/containers\/([0-9a-f]{64})\/logs/.exec(url)?.[1];
    if (url.startsWith("/events")) {
      this.events = response;
      response.flushHeaders();
    } else if (id !== undefined) {
      this.logs.set(id, response);
      response.writeHead(200, { "content-type": "application/vnd.docker.multiplexed-stream" });
      response.flushHeaders();
    } else response.end(JSON.stringify(this.containers));
  };

  async print(id: string, ...lines: readonly [second: number, text: string][]): Promise<void> {
    await vi.waitFor(() => expect(this.logs.get(id)).toBeDefined(), 20_000);
    for (const [second, text] of lines) this.logs.get(id)?.write(frame(`${at(second)} ${text}\n`));
  }

  tell(action: "start" | "die", id: string, service: string, more: Record<string, string> = {}): void {
    const Attributes = { name: `shop-${service}-1`, ...labelsOf(service), ...more };
    this.events?.write(
      `${JSON.stringify({ Type: "container", Action: action, Actor: { ID: id, Attributes } })}\n`,
    );
  }
}

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function start(engine: Engine, limits: Partial<LogLimits> = {}, host: Partial<SeatHost<Duplex>> = {}) {
  const findSeat = vi.fn(() => Promise.resolve(liarSeat(engine.handle)));
  const logs = new SeatLogs({
    getHost: () => fakeSeatHost({ findSeat, ...host }),
    limits: { firstGatherMs: 60, gatherMs: 10, floodPauseMs: 20, ...limits },
  });
  stops.push(() => logs.close());
  return { logs, findSeat };
}

/** Reads until `enough` of what came, and then lets go. */
async function read(
  stream: ReadableStream<Uint8Array>,
  enough: (events: SeatLogEvent[]) => boolean,
): Promise<SeatLogEvent[]> {
  const events: SeatLogEvent[] = [];
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return events;
    for (const [, data = ""] of decoder.decode(value).matchAll(/^data: (.*)$/gm))
      events.push(JSON.parse(data) as SeatLogEvent);
    if (enough(events)) {
      await reader.cancel();
      return events;
    }
  }
}
const linesOf = (events: readonly SeatLogEvent[]) =>
  events.flatMap((event) => (event.type === "lines" ? event.lines : []));
const textsOf = (events: readonly SeatLogEvent[]) => linesOf(events).map(({ text }) => text);
const signal = () => new AbortController().signal;

describe("logs of a project", () => {
  it("come of all services together, by time, without escapes, and looking is no use of the seat", async () => {
    const engine = new Engine();
    const { logs, findSeat } = start(engine);
    const stream = await logs.follow("ann", shop, signal());
    await engine.print(api, [2, "\u001b[31mup\u001b[0m\u001b]0;title\u0007"], [4, "10%\r20%\rdone\r"]);
    await engine.print(db, [1, "ready"], [3, "\u001b[2Jasked\u0000"]);
    const events = await read(stream, (all) => linesOf(all).length === 4);
    expect(events.filter(({ type }) => type === "source")).toMatchObject([
      { source: 0, container: api, label: "api-1", service: "api" },
      { source: 1, container: db, label: "db-1", service: "db" },
    ]);
    expect(textsOf(events)).toEqual(["ready", "up", "asked", "done"]);
    expect(findSeat).toHaveBeenCalledWith("ann", { watching: true });
  });

  it("go on with containers that start later or again, without a line twice", async () => {
    const engine = new Engine();
    engine.containers = [listed(api, "api")];
    const { logs } = start(engine);
    const stream = await logs.follow("ann", shop, signal());
    await engine.print(api, [1, "one"]);
    const done = read(stream, (all) => textsOf(all).includes("three") && textsOf(all).includes("ready"));
    await new Promise((resolve) => setTimeout(resolve, 150));
    engine.tell("die", api, "api", { exitCode: "3" });
    engine.logs.get(api)?.end();
    engine.logs.delete(api);
    engine.tell("start", db, "db");
    await engine.print(db, [2, "ready"]);
    engine.tell("start", api, "api");
    await engine.print(api, [1, "one"], [3, "three"]);
    const events = await done;
    expect(textsOf(events).filter((text) => text === "one")).toHaveLength(1);
    expect(events).toContainEqual({ type: "notice", source: 0, text: "ended with exit code 3." });
    expect(engine.asked.filter((url) => url.includes(api)).at(-1)).toContain("since=1767225601.000000001");
  });

  it("of one that floods leave lines out, say so, and go on with the newest", async () => {
    const engine = new Engine();
    engine.containers = [listed(api, "api"), listed(db, "db")];
    const { logs } = start(engine, { burstBytes: 2000, bytesPerSecond: 1000 });
    const stream = await logs.follow("ann", shop, signal());
    const done = read(stream, (all) => textsOf(all).includes("newest") && textsOf(all).includes("calm"));
    await engine.print(api, ...Array.from({ length: 100 }, (): [number, string] => [1, "y".repeat(100)]));
    engine.logs.delete(api);
    await engine.print(db, [2, "calm"]);
    await engine.print(api, [3, "newest"]);
    const events = await done;
    expect(textsOf(events).length).toBeLessThan(40);
    expect(JSON.stringify(events)).toContain("prints more than is shown");
  });

  it("wait for a page that does not read, and the seat waits with them", async () => {
    const engine = new Engine();
    const { logs } = start(engine, { burstBytes: 1e9, bytesPerSecond: 1e9, perStudent: 1 });
    const page = new AbortController();
    await logs.follow("ann", shop, page.signal);
    await vi.waitFor(() => expect(engine.logs.get(api)).toBeDefined(), 20_000);
    const out = engine.logs.get(api);
    let written = 0;
    const line = frame(`${at(1)} ${"z".repeat(16_000)}\n`);
    for (let calm = 0; calm < 20 && written < 20_000_000;) {
      const room = out?.write(line) === true;
      written += line.length;
      calm = room ? 0 : calm + 1;
      if (!room) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(written).toBeLessThan(5_000_000);
    // And it ends while it waits.
    page.abort();
    await vi.waitFor(() => logs.follow("ann", shop, signal()), 20_000);
  });

  it("are cut, line by line, and no frame is believed", async () => {
    const engine = new Engine();
    const { logs } = start(engine);
    const stream = await logs.follow("ann", shop, signal());
    await engine.print(db, [1, "w".repeat(100_000)], [2, "next"]);
    await vi.waitFor(() => expect(engine.logs.get(api)).toBeDefined(), 20_000);
    engine.logs.get(api)?.write(Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 65]));
    const events = await read(stream, (all) => linesOf(all).length === 2);
    expect(textsOf(events).map((text) => text.length)).toEqual([8008, 4]);
  });

  it("follow only so many containers", async () => {
    const engine = new Engine();
    engine.containers = Array.from({ length: 30 }, (_, index) =>
      listed(String(index).padStart(64, "0"), `s${index}`),
    );
    const { logs } = start(engine, { containers: 3 });
    const stream = await logs.follow("ann", shop, signal());
    const events = await read(stream, (all) => all.some(({ type }) => type === "notice"));
    expect(events.filter(({ type }) => type === "source")).toHaveLength(3);
    expect(engine.asked.filter((url) => url.includes("/logs"))).toHaveLength(3);
  });
});

describe("the stream", () => {
  it("ends in the seat when the page goes, and gives its place back", async () => {
    const engine = new Engine();
    const { logs } = start(engine, { perStudent: 1 });
    const page = new AbortController();
    await logs.follow("ann", shop, page.signal);
    await expect(logs.follow("ann", shop, signal())).rejects.toMatchObject({ code: "TOO_MANY" });
    await logs.follow("ben", shop, signal());
    await vi.waitFor(() => expect(engine.logs.size).toBe(2), 20_000);
    page.abort();
    await vi.waitFor(() => logs.follow("ann", shop, signal()), 20_000);
  });

  it("ends when the seat does, and says whether to come back", async () => {
    for (const [found, again] of [
      [null, false],
      ["seat", true],
    ] as const) {
      const engine = new Engine();
      const { logs, findSeat } = start(engine);
      const stream = await logs.follow("ann", shop, signal());
      await vi.waitFor(() => expect(engine.logs.size).toBe(2), 20_000);
      if (found === null) findSeat.mockResolvedValueOnce(null as never);
      engine.events?.destroy();
      for (const log of engine.logs.values()) log.destroy();
      const events = await read(stream, () => false);
      expect(events.at(-1)).toMatchObject({ type: "end", again });
    }
  });

  it("is one sentence while the seat sleeps", async () => {
    const { logs } = start(new Engine(), {}, { findSeat: () => Promise.resolve(null) });
    const events = await read(await logs.follow("ann", shop, signal()), () => false);
    expect(events).toMatchObject([{ type: "end", again: false }]);
  });

  it("does not last for ever", async () => {
    const { logs } = start(new Engine(), { longestMs: 80, heartbeatMs: 20 });
    await read(await logs.follow("ann", shop, signal()), () => false);
  });
});
