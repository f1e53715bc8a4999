import { once } from "node:events";
import http from "node:http";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { groupStacks, type Stack } from "../../core/seat/group-stacks.ts";
import type { SeatLogEvent } from "../../core/seat/log-events.ts";
import type { Seat, SeatHost } from "../../core/seat/port.ts";
import { realConfig } from "../../testing/real-seat.ts";
import { serveTestSite } from "../../testing/serve-test-site.ts";
import type { Serving } from "../http/serve.ts";
import { type OpenedPreviews, openPreviews } from "../preview/open-previews.ts";
import { connectSeatHost } from "../seats/connect-seat-host.ts";
import { fixedKey } from "../session/session-key.ts";
import { composeStack } from "./compose-stack.ts";
import { SeatLogs } from "./seat-logs.ts";
import { SeatWatch } from "./seat-watch.ts";

/* The lessons' stack in a real seat, by the real docker compose: one story, each step on what the one before left. */

const FOLDER = "/workspace/shop";
const { config, remove } = await realConfig();
let host: SeatHost<Duplex>;
let seat: Seat<Duplex>;
let watch: SeatWatch;
let logs: SeatLogs;
let previews: OpenedPreviews;
let serving: Serving;

beforeAll(async () => {
  host = await connectSeatHost(config);
  watch = new SeatWatch({ getHost: () => host, freshMs: 0 });
  logs = new SeatLogs({ getHost: () => host });
  previews = openPreviews({ config, key: fixedKey(Buffer.alloc(32, 7)), getHost: () => host });
  serving = await serveTestSite(previews);
  seat = await host.openSeat("ann");
  const files = Object.entries(composeStack).map(([path, content]) => ({ path, content }));
  await seat.putFiles(FOLDER, files);
});

afterAll(async () => {
  watch.close();
  logs.close();
  previews.door.close();
  await serving.close(100);
  await host.discardSeat("ann");
  await host.tend();
  await host.close();
  await remove();
});

async function run(...command: readonly string[]): Promise<string> {
  const result = await seat.exec(command, { cwd: FOLDER, timeoutMs: 240_000 });
  expect(result, `${command.join(" ")}\n${result.stderr.slice(-2000)}`).toMatchObject({ exitCode: 0 });
  return result.stdout;
}
const compose = (...command: readonly string[]) =>
  run("docker", "compose", "--progress", "plain", ...command);
const picture = async () => groupStacks(await watch.list("ann"));
async function shop(): Promise<Stack> {
  const { stacks } = await picture();
  expect(stacks.map(({ project }) => project)).toEqual(["shop"]);
  return stacks[0] as Stack;
}
/** By whichever port one of its containers has now; the answer is how many visits there were. */
const VISIT = "curl -sf localhost:$(docker compose port api 8000 | cut -d: -f2)";
const visit = async () => Number(/\d+/.exec(await run("sh", "-c", VISIT))?.[0]);

it("comes up in order, each service after the health of the one before, as the picture tells", async () => {
  const orders: string[] = [];
  const up = compose("up", "-d", "--wait");
  const end = new AbortController();
  const done = up.finally(() => end.abort());
  done.catch(() => undefined);
  while (!end.signal.aborted) {
    const { stacks } = await picture();
    orders.push(stacks[0]?.services.map(({ name, status }) => `${name} ${status}`).join(", ") ?? "");
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  await up;
  // At some time the one waited for the other.
  expect(orders.some((order) => /db starting, api waiting, prometheus waiting/.test(order))).toBe(true);
  expect(orders.some((order) => /db healthy, api (starting|running), prometheus waiting/.test(order))).toBe(
    true,
  );
  const { services, networks } = await shop();
  expect(services.map(({ name, status, rank }) => [name, status, rank])).toEqual([
    ["db", "healthy", 0],
    ["api", "healthy", 1],
    ["prometheus", "healthy", 2],
  ]);
  expect(services[1]?.dependsOn).toEqual([{ service: "db", condition: "healthy", met: true }]);
  expect(services[1]?.containers[0]?.health?.last).toEqual({ exitCode: 0, output: "the database says 1" });
  expect(services[2]?.containers[0]?.ports).toEqual([{ published: 9090, inside: 9090, protocol: "tcp" }]);
  expect(services[0]?.containers[0]?.mounts).toEqual([
    { kind: "volume", name: "shop_data", target: "/var/lib/postgresql/data", readOnly: false },
  ]);
  expect(networks).toMatchObject([{ label: "default", services: ["db", "api", "prometheus"] }]);
  expect(await compose("ps", "--format", "{{.Service}} {{.Health}}")).toContain("prometheus healthy");
});

it("shows the pages of Prometheus in a preview, with all that they load, and what it has measured", async () => {
  expect(await visit()).toBe(1);
  const url = new URL(
    await previews.openPreview("ann", { of: "seat", port: 9090 }, `http://localhost:${serving.port}`),
  );
  const opened = await get(url.host, url.pathname + url.search);
  const cookie = opened.headers["set-cookie"]?.[0]?.split(";", 1)[0] ?? "";
  const first = await get(url.host, "/", cookie);
  expect(first.statusCode).toBe(302);
  // From here to there it must not lead away from the preview's host.
  const path = new URL(first.headers.location ?? "", url.origin);
  expect(path.host).toBe(url.host);
  const page = await get(url.host, path.pathname, cookie);
  expect([page.statusCode, page.body]).toEqual([200, expect.stringContaining("Prometheus")]);
  const assets = [...page.body.matchAll(/(?:src|href)="(\/[^"]*\.(?:js|css)[^"]*)"/g)].map(
    ([, one]) => one ?? "",
  );
  for (const asset of assets)
    expect([asset, (await get(url.host, asset, cookie)).statusCode]).toEqual([asset, 200]);
  await expect
    .poll(async () => (await get(url.host, "/api/v1/query?query=visits_total", cookie)).body)
    .toMatch(/"api:8000".*"1"\]/);
});

it("has its logs followed by service, across a service that starts again, and no seat stays awake for it", async () => {
  const before = seat.lastUsedAt();
  const page = new AbortController();
  const stream = await logs.follow("ann", { kind: "project", project: "shop" }, page.signal);
  const events: SeatLogEvent[] = [];
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>)
      for (const [, data = ""] of decoder.decode(chunk).matchAll(/^data: (.*)$/gm))
        events.push(JSON.parse(data) as SeatLogEvent);
  })().catch(() => undefined);
  const said = (service: string) => {
    const sources = events.flatMap((event) =>
      event.type === "source" && event.service === service ? [event.source] : [],
    );
    return events.flatMap((event) =>
      event.type === "lines" ? event.lines.filter(({ source }) => sources.includes(source)) : [],
    );
  };
  await expect.poll(() => said("db").length > 0 && said("prometheus").length > 0).toBe(true);
  await expect.poll(() => said("api").map(({ text }) => text)).toEqual(["the API is ready", "counted /"]);
  expect(seat.lastUsedAt()).toBe(before);
  const times = events.find((event) => event.type === "lines")?.lines.map(({ at }) => at) ?? [];
  expect(times).toEqual(times.toSorted());
  await visit();
  await compose("restart", "-t", "1", "api");
  await expect
    .poll(() => said("api").map(({ text }) => text))
    .toEqual(["the API is ready", "counted /", "counted /", "the API is ready"]);
  expect(JSON.stringify(events)).toMatch(/"notice".*ended/);
  page.abort();
  await reading;
});

it("scales a service, each container with a port and a log of its own", async () => {
  await compose("up", "-d", "--wait", "--scale", "api=2");
  const api = (await shop()).services.find(({ name }) => name === "api");
  expect(api).toMatchObject({ status: "healthy", running: 2 });
  const ports = api?.containers.map(({ ports: [port] }) => port?.published) ?? [];
  expect(new Set(ports).size).toBe(2);
});

it("keeps its data when it goes down and comes up again, and loses it with down -v", async () => {
  const visits = await visit();
  await compose("down", "-t", "2");
  const down = await picture();
  expect(down.stacks).toEqual([]);
  expect(down.kept).toEqual([{ name: "shop_data", project: "shop", used: false }]);
  await compose("up", "-d", "--wait", "db", "api");
  expect(await visit()).toBe(visits + 1);
  await compose("down", "-v", "-t", "2");
  expect(await picture()).toEqual({ stacks: [], loose: [], kept: [] });
  expect((await watch.list("ann")).networks).toEqual([]);
});

async function get(hostName: string, path: string, cookie = "") {
  const outgoing = http.request({
    host: "127.0.0.1",
    port: serving.port,
    path,
    agent: false,
    headers: { host: hostName, cookie },
  });
  outgoing.end();
  const [response] = (await once(outgoing, "response")) as [http.IncomingMessage];
  let body = "";
  for await (const chunk of response) body += String(chunk);
  return { statusCode: response.statusCode, headers: response.headers, body };
}
