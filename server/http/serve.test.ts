import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isKnownHost } from "../session/check-host.ts";
import type { ServeOptions, Serving } from "./serve.ts";
import { serve } from "./serve.ts";

let serving: Serving | null = null;
afterEach(async () => {
  await serving?.close(100);
  serving = null;
  vi.restoreAllMocks();
});

async function open(options: Partial<ServeOptions> = {}): Promise<string> {
  serving = await serve({
    host: "127.0.0.1",
    port: 0,
    allowedHosts: ["drydock.example"],
    maxBodyBytes: 1000,
    development: false,
    gate: {
      visit: () => ({
        status: "comes-in",
        session: { studentId: "ada", expiresAt: null, generation: null },
      }),
      hold: () => () => undefined,
    },
    handle: (request, response) => {
      response.end(
        `handled ${request.headers["content-security-policy"] === undefined ? "" : "with policy"}`,
      );
      return Promise.resolve();
    },
    upgrade: () => Promise.resolve(false),
    previews: { serves: () => false, handle: () => undefined, upgrade: () => undefined },
    ...options,
  });
  return `http://127.0.0.1:${serving.port}`;
}

/** A request as it goes over the wire, for what `fetch` would not send. */
async function raw(text: string): Promise<string> {
  const socket = connect(serving?.port ?? 0, "127.0.0.1");
  socket.end(text);
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe("the listener", () => {
  it("sends the policy with a new nonce on every answer", async () => {
    const url = await open();
    const policies = await Promise.all(
      ["/", "/api/x"].map(async (path) => {
        const response = await fetch(url + path);
        expect(await response.text()).toBe("handled with policy");
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
        return response.headers.get("content-security-policy") ?? "";
      }),
    );
    expect(new Set(policies).size).toBe(2);
    for (const policy of policies) {
      expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}';/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(policy).not.toContain("unsafe-eval");
    }
  });

  it("answers to its own names only", async () => {
    await open();
    const get = (host: string) => raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(await get("drydock.example")).toContain("200 OK");
    expect(await get("evil.example")).toContain("421");
    expect(await get("127.0.0.1:80@evil")).toContain("421");
    expect(await raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).toContain("400");
  });

  it("is named once by every request, for a preview and a WebSocket as well", async () => {
    const seen: string[] = [];
    await open({
      previews: {
        serves: (host) => host?.includes(".localhost") === true,
        handle: (request, response) => {
          seen.push(`preview ${request.headers.host ?? ""}`);
          response.end();
        },
        upgrade: (_request, socket) => {
          seen.push("preview socket");
          socket.end();
        },
      },
      handle: (_request, response) => {
        seen.push("site");
        response.end();
        return Promise.resolve();
      },
      upgrade: (_request, socket) => {
        seen.push("socket");
        socket.end();
        return Promise.resolve(true);
      },
    });
    const two = [
      ["localhost", "evil.example"],
      ["localhost", "localhost"],
      ["8000-x.localhost", "localhost"],
      ["localhost", "8000-x.localhost"],
    ];
    for (const [one, other] of two) {
      for (const more of ["", "Upgrade: websocket\r\n"]) {
        const connection = more === "" ? "close" : "Upgrade";
        const answer = await raw(
          `GET / HTTP/1.1\r\nHost: ${one}\r\nhOST: ${other}\r\nConnection: ${connection}\r\n${more}\r\n`,
        );
        expect([one, other, more, answer.split("\r\n")[0]]).toEqual([
          one,
          other,
          more,
          "HTTP/1.1 400 Bad Request",
        ]);
      }
    }
    for (const line of [
      "GET / HTTP/1.0\r\n\r\n",
      "GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n",
      "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ])
      expect([line, await raw(line)]).toEqual([line, expect.stringMatching(/^HTTP\/1\.1 40[05]/)]);
    expect(seen).toEqual([]);
    await raw("GET / HTTP/1.1\r\nHost: 8000-x.localhost\r\nConnection: close\r\n\r\n");
    await raw("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    expect(seen).toEqual(["preview 8000-x.localhost", "site"]);
  });

  it("refuses what is too large or cannot be, before anything is handled", async () => {
    const handle = vi.fn(() => Promise.resolve());
    const url = await open({ handle });
    expect((await fetch(url, { method: "POST" })).status).toBe(405);
    expect((await fetch(`${url}/api/x`, { method: "PATCH" })).status).toBe(405);
    expect((await fetch(`${url}/api/x`, { method: "PUT", body: "x".repeat(1001) })).status).toBe(413);
    expect((await fetch(`${url}/`, { headers: { cookie: "x".repeat(20_000) } })).status).toBe(431);
    for (const path of ["/%E0%A4%A", "/%", "/a%00b"]) expect((await fetch(url + path)).status).toBe(400);
    expect(await raw("nonsense\r\n\r\n")).toContain("400 Bad Request");
    const upgrade = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    expect(await raw(upgrade)).toContain("400 Bad Request");
    expect(handle).not.toHaveBeenCalled();
  });

  it("a handler that breaks is an answer, not a stack", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const url = await open({ handle: () => Promise.reject(new Error("inside")) });
    const response = await fetch(url);
    expect(response.status).toBe(500);
    expect(await response.text()).toBe("The site could not answer.\n");
  });

  it("closing lets an answer under way end, and cuts it after the grace", async () => {
    let answering: () => void = () => undefined;
    const url = await open({
      handle: (_request, response) => {
        response.write("first ");
        answering = () => response.end("last");
        return Promise.resolve();
      },
    });
    const polite = await fetch(url);
    const closed = serving?.close(5000);
    await sleep(50);
    answering();
    expect(await polite.text()).toBe("first last");
    await closed;
    const second = await open({
      handle: (_request, response) => {
        response.write("never ends");
        return Promise.resolve();
      },
    });
    const endless = await fetch(second);
    const began = Date.now();
    await serving?.close(100);
    expect(Date.now() - began).toBeLessThan(20_000);
    await expect(endless.text()).rejects.toThrow();
  });
});

describe("isKnownHost", () => {
  const allowed = ["drydock.example"];
  it.each(["localhost", "LOCALHOST:3000", "127.0.0.1:1", "[::1]:3000", "drydock.example:443"])("%s", (host) =>
    expect(isKnownHost(host, allowed, true)).toBe(true),
  );
  it.each([
    "",
    "evil.example",
    "localhost.evil.example",
    "localhost:x",
    "localhost:3000:1",
    "a b",
    "[::2]",
    "127.0.0.2",
  ])("not %j", (host) => expect(isKnownHost(host, allowed, true)).toBe(false));

  it("from another computer nothing is called localhost, or by an address that means all of them", () => {
    for (const host of ["localhost", "127.0.0.1:3000", "[::1]", "0.0.0.0:3000", "[::]"])
      expect([host, isKnownHost(host, [...allowed, "0.0.0.0", "::"], false)]).toEqual([host, false]);
    expect(isKnownHost("0.0.0.0:3000", ["0.0.0.0"], true)).toBe(false);
    expect(isKnownHost("drydock.example", allowed, false)).toBe(true);
  });
});
