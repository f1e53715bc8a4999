import { once } from "node:events";
import http from "node:http";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Seat, SeatHost } from "../../core/seat/port.ts";
import { realConfig } from "../../testing/real-seat.ts";
import { serveTestSite } from "../../testing/serve-test-site.ts";
import type { Serving } from "../http/serve.ts";
import { SeatWatch } from "../ports/seat-watch.ts";
import { connectSeatHost } from "../seats/connect-seat-host.ts";
import { fixedKey } from "../session/session-key.ts";
import { type OpenedPreviews, openPreviews } from "./open-previews.ts";

/** Files of a folder on 8000; on 8001 an app that streams five lines, takes uploads, and echoes on a WebSocket. */
const APP = `
import base64, hashlib, http.server, threading, time
class App(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        if self.headers.get("Upgrade", "").lower() == "websocket": return self.echo()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Set-Cookie", "seen=" + str("drydock" in self.headers.get("Cookie", "")))
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number in range(5):
            line = b"data: %d\\n\\n" % number
            self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(line), line))
            self.wfile.flush()
            time.sleep(0.3)
        self.wfile.write(b"0\\r\\n\\r\\n")
    def do_POST(self):
        left, digest = int(self.headers["Content-Length"]), hashlib.sha256()
        while left > 0:
            piece = self.rfile.read(min(left, 65536))
            digest.update(piece)
            left -= len(piece)
        body = digest.hexdigest().encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def echo(self):
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        while True:
            head = self.rfile.read(2)
            if len(head) < 2 or head[0] & 15 == 8: break
            length = head[1] & 127
            mask = self.rfile.read(4)
            text = bytes(byte ^ mask[at % 4] for at, byte in enumerate(self.rfile.read(length)))
            self.wfile.write(bytes([head[0], length]) + text)
            self.wfile.flush()
        self.close_connection = True
threading.Thread(target=http.server.ThreadingHTTPServer(("", 8001), App).serve_forever).start()
http.server.ThreadingHTTPServer(("", 8000), http.server.SimpleHTTPRequestHandler).serve_forever()
`;
const RUN = `docker rm -f web >/dev/null 2>&1
docker run -d --name web -p 8000:8000 -p 8001:8001 -w /etc python:3.11-slim python -u -c "$(cat /root/app.py)" || exit 1
for n in $(seq 100); do curl -s -o /dev/null localhost:8001 && exit 0; sleep 0.1; done; exit 1`;

const { config, remove } = await realConfig();
let host: SeatHost<Duplex>;
let previews: OpenedPreviews;
let serving: Serving;
let watch: SeatWatch;

async function startApp(studentId: string): Promise<Seat<Duplex>> {
  const seat = await host.openSeat(studentId);
  const result = await seat.exec(["sh", "-c", `cat > /root/app.py; ${RUN}`], {
    input: APP,
    timeoutMs: 120_000,
  });
  expect(result).toMatchObject({ exitCode: 0 });
  return seat;
}

beforeAll(async () => {
  host = await connectSeatHost(config);
  previews = openPreviews({ config, key: fixedKey(Buffer.alloc(32, 7)), getHost: () => host });
  watch = new SeatWatch({ getHost: () => host, freshMs: 0 });
  serving = await serveTestSite(previews);
  await startApp("ann");
});

afterAll(async () => {
  watch.close();
  previews.door.close();
  await serving.close(100);
  await host.discardSeat("ann");
  await host.discardSeat("ben");
  await host.tend();
  await host.close();
  await remove();
});

function send(hostName: string, path: string, options: http.RequestOptions & { body?: Buffer } = {}) {
  const outgoing = http.request({
    host: "127.0.0.1",
    port: serving.port,
    path,
    agent: false,
    ...options,
    headers: { host: hostName, ...(options.headers as http.OutgoingHttpHeaders) },
  });
  outgoing.end(options.body);
  return once(outgoing, "response").then(([response]) => response as http.IncomingMessage);
}

async function enter(studentId: string, port: number, of: "seat" | "app" = "seat") {
  const url = new URL(
    await previews.openPreview(studentId, { of, port }, `http://localhost:${serving.port}`),
  );
  const opened = await send(url.host, url.pathname + url.search);
  opened.resume();
  const cookie = opened.headers["set-cookie"]?.[0]?.split(";", 1)[0] ?? "";
  return { host: url.host, headers: { cookie } };
}

async function textOf(response: http.IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return text;
}

describe("docker run -p", () => {
  it("is listed with its ports, and looking keeps no seat awake", async () => {
    const before = (await host.findSeat("ann", { watching: true }))?.lastUsedAt();
    const { containers } = await watch.list("ann");
    expect(containers).toMatchObject([
      {
        name: "web",
        image: "python:3.11-slim",
        state: "running",
        ports: [
          { published: 8000, inside: 8000, protocol: "tcp" },
          { published: 8001, inside: 8001, protocol: "tcp" },
        ],
      },
    ]);
    expect((await host.findSeat("ann", { watching: true }))?.lastUsedAt()).toBe(before);
  });

  it("is shown in a preview, file by file", async () => {
    const { host: name, headers } = await enter("ann", 8000);
    expect(await textOf(await send(name, "/", { headers }))).toContain("debian_version");
    const many = await Promise.all(
      Array.from({ length: 30 }, () => send(name, "/debian_version", { headers })),
    );
    for (const response of many)
      expect([response.statusCode, (await textOf(response)).trim()]).toEqual([
        200,
        expect.stringMatching(/\d/),
      ]);
    const missing = await send(name, "/nothing", { headers });
    expect([missing.statusCode, await textOf(missing)]).toEqual([
      404,
      expect.stringContaining("File not found"),
    ]);
  });

  it("streams what it says as it says it, and takes a large upload whole", async () => {
    const { host: name, headers } = await enter("ann", 8001);
    const response = await send(name, "/", { headers });
    expect(response.headers["set-cookie"]).toEqual(["seen=False"]);
    const times: number[] = [];
    response.on("data", () => times.push(performance.now()));
    await once(response, "end");
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(900);
    const body = Buffer.alloc(20_000_000, "drydock ");
    const answer = await send(name, "/", {
      method: "POST",
      headers: { ...headers, "content-length": body.length },
      body,
    });
    const { createHash } = await import("node:crypto");
    expect(await textOf(answer)).toBe(createHash("sha256").update(body).digest("hex"));
  });

  it("echoes on a WebSocket", async () => {
    const { host: name, headers } = await enter("ann", 8001);
    const socket = new WebSocket(`ws://127.0.0.1:${serving.port}/ws`, {
      headers: { ...headers, host: name, origin: `http://${name}` },
      perMessageDeflate: false,
    });
    await once(socket, "open");
    for (const text of ["hello", "from outside"]) {
      socket.send(text);
      expect(String((await once(socket, "message"))[0])).toBe(text);
    }
    socket.terminate();
  });

  it("has a port 8000 for every student at once, and none reaches another's", async () => {
    const ben = await startApp("ben");
    await ben.exec(["docker", "exec", "web", "sh", "-c", "echo of-ben > /etc/whose"]);
    const his = await enter("ben", 8000);
    const hers = await enter("ann", 8000);
    expect(await textOf(await send(his.host, "/whose", { headers: his.headers }))).toContain("of-ben");
    expect((await send(hers.host, "/whose", { headers: hers.headers })).statusCode).toBe(404);
    expect((await send(his.host, "/whose", { headers: hers.headers })).statusCode).toBe(403);
  });

  it("is not needed for the container of Run", async () => {
    const seat = await host.openSeat("ann");
    const start = "docker run -d --name drydock-app -w /etc python:3.11-slim python -m http.server 8000";
    await seat.exec(["sh", "-c", `${start}; docker exec drydock-app sh -c 'echo of-run > /etc/whose'`]);
    const app = await enter("ann", 8000, "app");
    expect(app.host).toMatch(/^app-8000-/);
    await expect
      .poll(async () => textOf(await send(app.host, "/whose", { headers: app.headers })))
      .toContain("of-run");
    expect((await seat.exec(["docker", "rm", "-f", "drydock-app"])).exitCode).toBe(0);
    expect((await send(app.host, "/whose", { headers: app.headers })).statusCode).toBe(502);
  });

  it("says so when nothing listens, and when the container was stopped from the page", async () => {
    const none = await enter("ann", 8100);
    const silent = await send(none.host, "/", { headers: none.headers });
    expect([silent.statusCode, await textOf(silent)]).toEqual([
      502,
      expect.stringContaining("Nothing answers on port 8100"),
    ]);
    const web = await enter("ann", 8000);
    const running = (await watch.list("ann")).containers;
    expect(running.map((container) => container.name)).toEqual(["web"]);
    await watch.stop("ann", running[0]?.id ?? "");
    // The engine's list knows a moment later than its answer to the stop.
    await expect.poll(async () => (await watch.list("ann")).containers).toEqual([]);
    expect((await send(web.host, "/", { headers: web.headers })).statusCode).toBe(502);
    await host.sleepSeat("ann");
    await expect.poll(async () => (await send(web.host, "/", { headers: web.headers })).statusCode).toBe(503);
    expect((await watch.list("ann")).seat).toBe("asleep");
    expect((await host.inspectSeat("ann")).state).toBe("asleep");
  });
});
