import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { rawApp, startPreviewSite } from "../../testing/preview-test-site.ts";
import type { PreviewLimits } from "./preview-limits.ts";

type Site = Awaited<ReturnType<typeof startPreviewSite>>;
let site: Site | null = null;
afterEach(async () => {
  await site?.close();
  site = null;
});

async function start(app: net.Server, limits: Partial<PreviewLimits> = {}) {
  const started = await startPreviewSite(app, limits);
  site = started;
  started.seats.set("ann", "seat-a").set("ben", "seat-b");
  return { ...started, ann: await started.enter("ann") };
}

/** Bytes over a connection of its own, and everything that comes back. */
async function raw(port: number, text: string): Promise<string> {
  const socket = net.connect(port, "127.0.0.1");
  socket.write(text, "latin1");
  let answer = "";
  for await (const chunk of socket) answer += (chunk as Buffer).toString("latin1");
  return answer;
}

describe("a body", () => {
  it("goes up and comes down as it is, with the app's own status, reason and cookies", async () => {
    const { ann, request } = await start(
      http.createServer((incoming, response) => {
        response.writeHead(418, "Short and stout", {
          "Set-Cookie": "id=1; Domain=localhost",
          "X-App": "yes",
        });
        incoming.pipe(response);
      }),
    );
    const body = Buffer.from("x".repeat(3_000_000));
    for (const framing of [{ "content-length": body.length }, { "transfer-encoding": "chunked" }]) {
      const headers = { cookie: ann.cookie, ...framing };
      const answer = await request(ann.host, "/", { method: "POST", headers, body });
      expect([answer.status, answer.body.length, answer.headers["x-app"]]).toEqual([418, body.length, "yes"]);
      expect(answer.headers["set-cookie"]).toEqual(["id=1"]);
    }
  });

  it("comes piece by piece, as the app says it", async () => {
    let say: (text: string) => void = () => undefined;
    const { ann, port } = await start(
      http.createServer((_incoming, response) => {
        response.writeHead(200, { "Content-Type": "text/event-stream" });
        response.flushHeaders();
        say = (text) => void response.write(text);
      }),
    );
    const outgoing = http.get({
      host: "127.0.0.1",
      port,
      headers: { host: ann.host, cookie: ann.cookie },
      agent: false,
    });
    const [response] = (await once(outgoing, "response")) as [http.IncomingMessage];
    for (const text of ["data: 1\n\n", "data: 2\n\n"]) {
      say(text);
      expect(String((await once(response, "data"))[0])).toBe(text);
    }
    outgoing.destroy();
  });

  it("waits for a slow reader, and is cut when nothing moves any more", async () => {
    let written = 0;
    let cut = false;
    const { ann, port } = await start(
      http.createServer((_incoming, response) => {
        const chunk = Buffer.alloc(64 * 1024);
        response.once("close", () => (cut = true));
        const more = () => {
          do written += chunk.length;
          while (response.write(chunk) && !response.destroyed);
        };
        response.on("drain", more);
        more();
      }),
      { idleMs: 400 },
    );
    const socket = net.connect(port, "127.0.0.1");
    socket.write(`GET / HTTP/1.1\r\nHost: ${ann.host}\r\nCookie: ${ann.cookie}\r\n\r\n`);
    socket.pause();
    socket.on("error", () => undefined);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    // Nobody reads: what is under way between the app and here is all that it can write.
    await expect.poll(() => cut).toBe(true);
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(64 * 1024 * 1024);
    socket.resume();
    await closed;
  });

  it("has a limit in both directions", async () => {
    const { ann, request } = await start(
      http.createServer((incoming, response) => {
        incoming.resume();
        incoming.on("end", () => response.end("y".repeat(incoming.url === "/big" ? 300_000 : 1)));
      }),
      { requestBytes: 100_000, responseBytes: 200_000 },
    );
    const send = (framing: http.OutgoingHttpHeaders, bytes: number) =>
      request(ann.host, "/", {
        method: "POST",
        headers: { cookie: ann.cookie, ...framing },
        body: Buffer.alloc(bytes),
      });
    expect((await send({ "content-length": 100_000 }, 100_000)).status).toBe(200);
    expect((await send({ "content-length": 100_001 }, 100_001)).status).toBe(413);
    expect((await send({ "transfer-encoding": "chunked" }, 120_000)).status).toBe(413);
    await expect(ann.get("/big")).rejects.toThrow();
  });
});

describe("framing", () => {
  it("keeps a second request out of the body of a first", async () => {
    const seen: string[] = [];
    const { ann, port } = await start(
      http.createServer((incoming, response) => {
        let body = "";
        incoming.on("data", (chunk) => (body += String(chunk)));
        incoming.on("end", () => {
          seen.push(`${incoming.method ?? ""} ${incoming.url ?? ""} ${body}`);
          response.end("ok");
        });
      }),
    );
    const head = `Host: ${ann.host}\r\nCookie: ${ann.cookie}\r\nConnection: close\r\n`;
    const inner = "GET /inner HTTP/1.1\r\nHost: x\r\n\r\n";
    const chunked = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`;
    expect(
      await raw(port, `GET /get HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n${chunked}`),
    ).toContain("200 OK");
    expect(seen).toEqual([`GET /get ${inner}`]);
    for (const lengths of [
      "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
      "Content-Length: 4\r\nContent-Length: 5\r\n",
      "Transfer-Encoding: gzip, chunked\r\n",
      "Transfer-Encoding: xchunked\r\n",
      "Content-Length: +4\r\n",
    ]) {
      const answer = await raw(port, `POST /both HTTP/1.1\r\n${head}${lengths}\r\n${chunked}`);
      expect([lengths, answer.slice(0, 12)]).toEqual([lengths, "HTTP/1.1 400"]);
    }
    expect(await raw(port, `GET http://evil/ HTTP/1.1\r\n${head}\r\n`)).toContain("HTTP/1.1 400");
    expect(await raw(port, `TRACE / HTTP/1.1\r\n${head}\r\n`)).toContain("HTTP/1.1 405");
    expect(seen).toHaveLength(1);
  });

  it("believes one length of an answer", async () => {
    const inner = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad";
    const { ann } = await start(
      rawApp(
        `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`,
      ),
    );
    expect((await ann.get("/")).status).toBe(502);
  });

  it.each([
    ["no HTTP at all", "hello\n"],
    ["a status that is none", "HTTP/1.1 042 What\r\nContent-Length: 0\r\n\r\n"],
    [
      "a switch that nobody asked for",
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
    ],
    ["headers without end", `HTTP/1.1 200 OK\r\n${`X-A: ${"a".repeat(1000)}\r\n`.repeat(100)}\r\n`],
    ["a lone line end in a header", "HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b=1\r\nContent-Length: 0\r\n\r\n"],
    ["silence", ""],
  ])("takes %s for no answer", async (_name, bytes) => {
    const { ann } = await start(rawApp(bytes));
    const answer = await ann.get("/");
    expect(answer.status).toBe(502);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
  });
});

describe("time and numbers", () => {
  it("give up on an app that does not answer", async () => {
    const { ann } = await start(net.createServer(), { answerMs: 150 });
    expect((await ann.get("/")).status).toBe(504);
  });

  it("say so where nothing listens", async () => {
    const { ann } = await start(net.createServer((socket) => socket.destroy()));
    const answer = await ann.get("/");
    expect([answer.status, answer.body]).toEqual([
      502,
      expect.stringContaining("Nothing answers on port 8000"),
    ]);
  });

  it("leave room for the others, and take somebody in again when somebody has left", async () => {
    const waiting: http.ServerResponse[] = [];
    const { ann, enter } = await start(
      http.createServer((_incoming, response) => void waiting.push(response)),
      { perStudent: 2, inAll: 3 },
    );
    const first = [ann.get("/1"), ann.get("/2")];
    await expect.poll(() => waiting.length).toBe(2);
    expect((await ann.get("/3")).status).toBe(429);
    const ben = await enter("ben");
    const third = ben.get("/");
    await expect.poll(() => waiting.length).toBe(3);
    expect((await ben.get("/")).status).toBe(429);
    for (const response of waiting) response.end("done");
    expect((await Promise.all([...first, third])).map(({ body }) => body)).toEqual(["done", "done", "done"]);
    const again = ann.get("/4");
    await expect.poll(() => waiting.length).toBe(4);
    waiting[3]?.end("again");
    expect((await again).body).toBe("again");
  });

  it("use a connection into the seat again", async () => {
    const { ann, dialled } = await start(http.createServer((_incoming, response) => response.end("x")));
    for (let count = 0; count < 5; count += 1) expect((await ann.get("/")).status).toBe(200);
    expect(dialled).toHaveLength(1);
  });

  it("end a request in the seat when the browser has left", async () => {
    const gone = new Promise<void>((resolve) => {
      void start(http.createServer((incoming) => incoming.once("close", () => resolve()))).then(
        ({ ann, port }) => {
          const headers = { host: ann.host, cookie: ann.cookie };
          const outgoing = http.get({ host: "127.0.0.1", port, headers, agent: false });
          outgoing.on("error", () => undefined);
          setTimeout(() => outgoing.destroy(), 200);
        },
      );
    });
    await gone;
  });
});

describe("a WebSocket", () => {
  async function startEcho(limits: Partial<PreviewLimits> = {}) {
    const server = http.createServer((_incoming, response) => response.end());
    const sockets = new WebSocketServer({ noServer: true });
    const asked: http.IncomingMessage[] = [];
    server.on("upgrade", (incoming, socket, head) => {
      asked.push(incoming);
      if (incoming.url === "/no") {
        socket.end("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      sockets.handleUpgrade(incoming, socket, head, (accepted) => {
        accepted.on("message", (data, isBinary) => accepted.send(data, { binary: isBinary }));
      });
    });
    return { ...(await start(server, limits)), asked };
  }
  const connect = (port: number, host: string, path: string, headers: Record<string, string>) =>
    new WebSocket(`ws://127.0.0.1:${port}${path}`, ["chat"], { headers: { host, ...headers } });
  const outcome = (socket: WebSocket) =>
    new Promise<number>((resolve) => {
      socket.on("open", () => resolve(101));
      socket.on("unexpected-response", (_request, response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      socket.on("error", () => resolve(0));
    });

  it("is passed through both ways, without a cookie of ours", async () => {
    const { ann, port, asked } = await startEcho();
    const socket = connect(port, ann.host, "/live?x=1", {
      cookie: `${ann.cookie}; id=1`,
      origin: `http://${ann.host}`,
    });
    expect(await outcome(socket)).toBe(101);
    expect([asked[0]?.url, asked[0]?.headers.cookie, asked[0]?.headers.host]).toEqual([
      "/live?x=1",
      "id=1",
      ann.host,
    ]);
    expect(socket.protocol).toBe("chat");
    for (const text of ["hello", "x".repeat(1_000_000)]) {
      socket.send(text);
      expect(String((await once(socket, "message"))[0])).toBe(text);
    }
    socket.close(4001, "bye");
    expect((await once(socket, "close"))[0]).toBe(4001);
  });

  it("needs the cookie, and an origin that is the preview's", async () => {
    const { ann, port, asked, siteOrigin } = await startEcho();
    const { cookie } = ann;
    const knock = (headers: Record<string, string>, path = "/") =>
      outcome(connect(port, ann.host, path, headers));
    expect(await knock({ origin: `http://${ann.host}` })).toBe(403);
    expect(await knock({ cookie, origin: siteOrigin })).toBe(403);
    expect(await knock({ cookie, origin: "null" })).toBe(403);
    expect(asked).toHaveLength(0);
    expect(await knock({ cookie }, "/no")).toBe(401);
    const h2c = `GET / HTTP/1.1\r\nHost: ${ann.host}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`;
    expect(await raw(port, h2c)).toContain("HTTP/1.1 400");
    expect(asked).toHaveLength(1);
  });

  it("and a request that goes on end when everybody is signed out, and when their session does", async () => {
    const { ann, port, replaceKey, enter } = await startEcho();
    const until = Date.now() + 1500;
    const soon = await enter("ben", 8000, until);
    const [stays, expires] = [
      connect(port, ann.host, "/", { cookie: ann.cookie }),
      connect(port, soon.host, "/", { cookie: soon.cookie }),
    ];
    expect(await Promise.all([outcome(stays), outcome(expires)])).toEqual([101, 101]);
    await once(expires, "close");
    expect(Date.now()).toBeGreaterThanOrEqual(until);
    expect(stays.readyState).toBe(WebSocket.OPEN);
    const closed = once(stays, "close");
    replaceKey();
    await closed;

    const slow = await start(http.createServer((_incoming, response) => void response.write("first ")));
    const outgoing = http.get({
      ...{ host: "127.0.0.1", port: slow.port, agent: false },
      headers: { host: slow.ann.host, cookie: slow.ann.cookie },
    });
    const [response] = (await once(outgoing, "response")) as [http.IncomingMessage];
    const over = new Promise((resolve) => response.on("error", () => undefined).once("close", resolve));
    response.resume();
    slow.replaceKey();
    await over;
  });

  it.each([
    ["up", 20_000, 1],
    ["down, one small message after the other", 400, 40],
  ])("ends when it has moved more than it may: %s", async (_way, size, count) => {
    const { ann, port } = await startEcho({ socketBytes: 10_000 });
    const socket = connect(port, ann.host, "/", { cookie: ann.cookie });
    expect(await outcome(socket)).toBe(101);
    let back = 0;
    socket.on("message", (data: Buffer) => (back += data.length));
    const closed = once(socket, "close");
    for (let sent = 0; sent < count && socket.readyState === socket.OPEN; sent += 1)
      socket.send("x".repeat(size));
    await closed;
    expect(back).toBeLessThanOrEqual(10_000);
  });

  it("ends when nothing moves, and counts as something that is under way", async () => {
    const { ann, port } = await startEcho({ socketIdleMs: 300, perStudent: 1 });
    const { cookie } = ann;
    const socket = connect(port, ann.host, "/", { cookie });
    expect(await outcome(socket)).toBe(101);
    expect(await outcome(connect(port, ann.host, "/", { cookie }))).toBe(429);
    await once(socket, "close");
    await expect.poll(() => outcome(connect(port, ann.host, "/", { cookie }))).toBe(101);
  });
});
