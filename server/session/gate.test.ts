import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { serve, type Serving } from "../http/serve.ts";
import { createGate, type Gate } from "./gate.ts";
import { isOpenToAll } from "./open-to-all.ts";
import { FIXED_STUDENT, HOME_HEADER } from "./read-session.ts";
import { SESSION_COOKIE, signSession } from "./session-cookie.ts";

let key: Buffer = Buffer.alloc(32, 7);
const keys = { now: () => key, close: () => undefined };
let gate: Gate;
let serving: Serving | null = null;
/** Who came in, by path. */
let came: [path: string, student: string | null][] = [];

async function open(settings: Record<string, string> = {}): Promise<void> {
  gate = createGate(readConfig(settings), keys, 20);
  const studentOf = (request: IncomingMessage) =>
    gate.read({ get: (name) => (request.headers[name] as string | undefined) ?? null }).session?.studentId ??
    null;
  serving = await serve({
    host: "127.0.0.1",
    port: 0,
    allowedHosts: ["course.example.org"],
    maxBodyBytes: 1000,
    development: false,
    gate,
    handle: (request, response) => {
      came.push([request.url ?? "", studentOf(request)]);
      response.write("first ");
      if (request.url !== "/stays-open") response.end("last");
      return Promise.resolve();
    },
    upgrade: (request, socket) => {
      came.push([`socket ${request.url ?? ""}`, studentOf(request)]);
      socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n");
      return Promise.resolve(true);
    },
    previews: { serves: () => false, handle: () => undefined, upgrade: () => undefined },
  });
}
afterEach(async () => {
  gate.close();
  await serving?.close(100);
  serving = null;
  came = [];
  key = Buffer.alloc(32, 7);
});

/** A request as it goes over the wire; resolves with the whole answer when the connection has ended. */
async function ask(path: string, headers: readonly string[] = [], version = "1.1"): Promise<string> {
  const socket = connect(serving?.port ?? 0, "127.0.0.1");
  const lines = [`GET ${path} HTTP/${version}`, ...headers, "Connection: close"];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
const LOCAL = "Host: localhost";
const cookieOf = (student: string, expiresAt = Date.now() + 60_000) =>
  `Cookie: ${SESSION_COOKIE}=${signSession(key, student, expiresAt)}`;

describe("at its own computer", () => {
  it("a site without a class has its one student, and nobody as soon as anything stands between", async () => {
    await open();
    await ask("/", [LOCAL]);
    await ask("/", ["Host: 127.0.0.1:3000"]);
    expect(came).toEqual([
      ["/", FIXED_STUDENT],
      ["/", FIXED_STUDENT],
    ]);
    came = [];
    for (const header of [
      "X-Forwarded-For: 127.0.0.1",
      "x-forwarded-proto: https",
      "Forwarded: for=127.0.0.1",
      "Via: 1.1 proxy",
      "X-Real-IP: 127.0.0.1",
      "CF-Connecting-IP: 127.0.0.1",
    ])
      expect([header, await ask("/", [LOCAL, header])]).toEqual([
        header,
        expect.stringMatching(/^HTTP\/1\.1 303[\s\S]*\r\nLocation: \/enter\?to=%2F\r\n/),
      ]);
    // As nginx asks that was told nothing about names.
    expect(await ask("/", ["Host: 127.0.0.1:3000"], "1.0")).toMatch(/^HTTP\/1\.1 303/);
    expect(await ask("/", ["Host: course.example.org"])).toMatch(/^HTTP\/1\.1 303/);
    expect(came).toEqual([]);
  });

  it("a header of a client's stands in for nothing", async () => {
    await open();
    const word = await wordOf(gate);
    for (const header of [
      `${HOME_HEADER}: ${word}`,
      "X-Drydock-Home: 1",
      `${HOME_HEADER.toUpperCase()}: ${word}`,
    ])
      await ask("/", ["Host: course.example.org", header]);
    expect(came).toEqual([]);
  });

  it("a bad session is nobody, and is taken away so that it locks nobody out", async () => {
    await open();
    const old = cookieOf("ada", Date.now() - 1);
    expect(await ask("/api/seat", [LOCAL, old])).toMatch(/^HTTP\/1\.1 401[\s\S]*session has ended/);
    const answer = await ask("/course/lesson?lab=x", [LOCAL, old]);
    expect(answer).toMatch(/^HTTP\/1\.1 303/);
    expect(answer).toContain("Location: /enter?notice=ended&to=%2Fcourse%2Flesson%3Flab%3Dx\r\n");
    expect(answer).toContain(`Set-Cookie: ${SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0\r\n`);
    expect(came).toEqual([]);
  });

  it("a connection from another computer is not one from here, whatever it says", () => {
    gate = createGate(readConfig({}), keys);
    const from = (remoteAddress: string, localAddress: string) =>
      gate.visit({
        method: "GET",
        url: "/",
        httpVersion: "1.1",
        headers: { host: "localhost" },
        socket: Object.assign(new EventEmitter(), { remoteAddress, localAddress }),
      } as unknown as IncomingMessage);
    expect(from("127.0.0.1", "127.0.0.1")).toMatchObject({ session: { studentId: FIXED_STUDENT } });
    expect(from("::ffff:127.0.0.1", "::ffff:127.0.0.1")).toMatchObject({ status: "comes-in" });
    for (const [remote, own] of [
      ["192.0.2.7", "192.0.2.2"],
      ["::ffff:192.0.2.7", "::ffff:192.0.2.2"],
      ["127.0.0.1.evil", "127.0.0.1"],
      ["127.0.0.1", "192.0.2.2"],
      ["fe80::1", "fe80::2"],
    ] as const)
      expect([remote, from(remote, own)]).toEqual([remote, { status: "turned-away", isBad: false }]);
  });
});

it("with invitations nobody is a student without a session, at the computer itself neither", async () => {
  await open({ SIGN_IN: "invitation" });
  expect(await ask("/", [LOCAL])).toMatch(/^HTTP\/1\.1 303/);
  expect(await ask("/api/seat", [LOCAL])).toMatch(/^HTTP\/1\.1 401[\s\S]*"code":"NOT_SIGNED_IN"/);
  const upgrade = ["Connection: Upgrade", "Upgrade: websocket"];
  expect(await ask("/api/x", [LOCAL, ...upgrade])).toMatch(/^HTTP\/1\.1 401 Unauthorized/);
  expect(came).toEqual([]);
  await ask("/", [LOCAL, cookieOf("ada")]);
  expect(came).toEqual([["/", "ada"]]);
});

describe("what is open ends with its session:", () => {
  it.each([
    ["an answer that goes on", "/stays-open", []],
    ["a socket", "/api/x", ["Upgrade: websocket", "Connection: Upgrade"]],
  ])("%s, when it expires and when everybody is signed out", async (_what, path, more) => {
    await open();
    for (const end of ["expires", "everybody"] as const) {
      const cookie = cookieOf("ada", Date.now() + (end === "expires" ? 700 : 60_000));
      const socket = connect(serving?.port ?? 0, "127.0.0.1");
      let text = "";
      let isOver = false;
      socket.on("data", (chunk) => (text += String(chunk)));
      socket.on("close", () => (isOver = true)).on("error", () => undefined);
      socket.write(`${[`GET ${path} HTTP/1.1`, LOCAL, cookie, ...more].join("\r\n")}\r\n\r\n`);
      await expect.poll(() => /first|101 Switching/.test(text)).toBe(true);
      expect(isOver).toBe(false);
      if (end === "everybody") key = Buffer.alloc(32, 8);
      await expect.poll(() => isOver).toBe(true);
    }
    expect(came.map(([, student]) => student)).toEqual(["ada", "ada"]);
  });
});

it("nobody gets the way in and what it is drawn with, by no spelling more", () => {
  for (const url of ["/enter", "/enter?to=%2F", "/icon.svg", "/api/health", "/_next/static/chunks/a-1_~.js"])
    expect([url, isOpenToAll("GET", url)]).toEqual([url, true]);
  expect(isOpenToAll("POST", "/api/session")).toBe(true);
  expect(isOpenToAll("HEAD", "/api/health")).toBe(true);
  for (const [method, url] of [
    ["GET", "/"],
    ["GET", "/enter/x"],
    ["GET", "/Enter"],
    ["GET", "/api/session"],
    ["POST", "/enter"],
    ["POST", "/_next/static/x.js"],
    ["GET", "/_next/image?url=%2Ficon.svg"],
    ["GET", "/_next/static"],
    ["GET", "/_next/static/../../api/seat"],
    ["GET", "/_next/static/..%2f..%2fapi/seat"],
    ["GET", "/_next/static/%2e%2e/%2e%2e/api/seat"],
    ["GET", "/_next/static/..\\..\\api\\seat"],
    ["GET", "/_next/static//api/seat"],
    ["GET", "/_next/static/./x"],
    ["GET", "/_next/static/%"],
    ["GET", "/api/health/../seat"],
  ] as const)
    expect([method, url, isOpenToAll(method, url)]).toEqual([method, url, false]);
});

/** What the listener really writes, so that the test tries the true word of this site as a client's. */
async function wordOf(asked: Gate): Promise<string> {
  const server = createServer((request, response) => {
    asked.visit(request);
    response.end(String(request.headers[HOME_HEADER] ?? ""));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const word = await (await fetch(`http://localhost:${port}/`)).text();
  server.close();
  expect(word.length).toBeGreaterThan(20);
  return word;
}
