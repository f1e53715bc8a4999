import type { Attack } from "../attack.ts";
import { judgeClaims } from "../judge.ts";
import { openApps, recorder } from "./puppet-apps.ts";
import { ask, raw } from "./web-client.ts";

const FROM = "the web";
const INNER = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

/** Requests whose end is told in two ways; what follows would be a second one for whoever believes the other way. */
const twoEnds: Readonly<Record<string, readonly [headers: string, body: string]>> = {
  "a length and chunks": ["Content-Length: 5\r\nTransfer-Encoding: chunked", `0\r\n\r\n${INNER}`],
  "chunks and a length": [
    "Transfer-Encoding: chunked\r\nContent-Length: 200",
    `5\r\nhello\r\n0\r\n\r\n${INNER}`,
  ],
  "two lengths": ["Content-Length: 5\r\nContent-Length: 60", `hello${INNER}`],
  "a list of lengths": ["Content-Length: 5, 60", `hello${INNER}`],
  "a signed length": ["Content-Length: +5", `hello${INNER}`],
  "chunked twice": ["Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", `0\r\n\r\n${INNER}`],
  "a coding that ends otherwise": ["Transfer-Encoding: chunked, identity", `0\r\n\r\n${INNER}`],
  "an unknown coding": ["Transfer-Encoding: xchunked\r\nContent-Length: 5", `hello${INNER}`],
  "a blank before the colon": ["Content-Length : 5\r\nTransfer-Encoding: chunked", `0\r\n\r\n${INNER}`],
  "a folded header": ["Transfer-Encoding:\r\n chunked\r\nContent-Length: 5", `0\r\n\r\n${INNER}`],
  "a bare line feed": ["Content-Length: 5\nTransfer-Encoding: chunked", `0\r\n\r\n${INNER}`],
  "a bare carriage return": ["X: y\rTransfer-Encoding: chunked\r\nContent-Length: 5", `0\r\n\r\n${INNER}`],
  "a line feed in a chunk's size": ["Transfer-Encoding: chunked", `5;\nx\r\nhello\r\n0\r\n\r\n${INNER}`],
  "a length that is dropped by name": [
    "Connection: content-length, cookie\r\nContent-Length: 5",
    `hello${INNER}`,
  ],
  "an expectation": ["Expect: 100-continue\r\nContent-Length: 5", `hello${INNER}`],
};

export const previewWire: readonly Attack[] = [
  {
    id: "preview/smuggling",
    title: "Requests with two ends, through the proxy of a preview",
    from: FROM,
    expects: "What is not let in by itself does not reach the app within something else.",
    run: async (ground) => {
      const apps = await openApps(ground);
      const { site } = apps;
      const asked: string[] = [];
      apps.serveHttp(8000, (request, response) => {
        asked.push(request.url ?? "");
        request.resume().on("error", () => undefined);
        request.on("end", () => response.end("the app"));
      });
      const own = await apps.enter(8000);
      const claims: Record<string, boolean> = {};
      for (const [what, [headers, body]] of Object.entries(twoEnds)) {
        const text = await raw(
          site,
          `POST /outer HTTP/1.1\r\nHost: ${own.host}\r\nCookie: ${own.cookie}\r\n${headers}\r\n\r\n${body}`,
          1_500,
        );
        const codes = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => code).join(", ");
        claims[`${what}: ${codes === "" ? "no answer" : codes}`] = !asked.includes("/smuggled");
      }
      for (const target of [
        `http://${own.host}/smuggled`,
        "//smuggled",
        "/a HTTP/1.1\r\nX: y",
        "smuggled",
        "*",
      ]) {
        const text = await raw(
          site,
          `GET ${target} HTTP/1.1\r\nHost: ${own.host}\r\nCookie: ${own.cookie}\r\nConnection: close\r\n\r\n`,
          1_500,
        );
        claims[`target ${JSON.stringify(target.slice(0, 12))}: ${text.slice(9, 12)}`] =
          !asked.includes("/smuggled") && !asked.some((one) => one.startsWith("http:"));
      }
      const { text } = await ask(site, { path: "/fine", host: own.host, cookie: own.cookie });
      // Sent by itself it comes through: the app would have heard of it.
      await ask(site, { path: "/smuggled", host: own.host, cookie: own.cookie });
      return judgeClaims(claims, {
        "a plain request is answered afterwards": text.includes("the app") && asked.includes("/fine"),
        "the app hears what is sent openly": asked.includes("/smuggled"),
        "a request with one end comes through": asked.includes("/outer"),
      });
    },
  },
  {
    id: "preview/socket-smuggling",
    title: "A tunnel by way of a WebSocket that the app refuses, or by another protocol",
    from: FROM,
    expects: "Bytes go on only after a true 101, and only from a page of the preview itself.",
    run: async (ground) => {
      const apps = await openApps(ground);
      const { site } = apps;
      const refusing = recorder(apps, 8001, "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n");
      const lying = recorder(apps, 8002, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      const open = recorder(
        apps,
        8003,
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSet-Cookie: drydock_session=evil\r\n\r\nhello",
      );
      const claims: Record<string, boolean> = {};
      const upgrade = async (port: number, headers: string, more = "", origin?: string) => {
        const own = await apps.enter(port);
        return await raw(
          site,
          `GET /ws HTTP/1.1\r\nHost: ${own.host}\r\nCookie: ${own.cookie}\r\nOrigin: ${origin ?? `http://${own.host}`}\r\n${headers}\r\n\r\n${more}`,
          1_500,
        );
      };
      const websocket =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==";
      const taken = await upgrade(8003, websocket);
      claims["and brings no cookie of the site's name"] = !/set-cookie/i.test(taken);
      for (const [what, port, app] of [
        ["a refusal", 8001, refusing],
        ["a 200", 8002, lying],
      ] as const) {
        const text = await upgrade(port, websocket, INNER);
        claims[`after ${what} (${text.slice(9, 12)}) nothing goes on`] =
          !text.startsWith("HTTP/1.1 101") && !app.heard().includes("/smuggled");
      }
      for (const [what, headers] of [
        ["h2c", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk"],
        ["a body", `${websocket}\r\nContent-Length: 40`],
        ["chunks", `${websocket}\r\nTransfer-Encoding: chunked`],
      ] as const) {
        const text = await upgrade(8001, headers, INNER);
        claims[`with ${what}: ${text.slice(9, 12)}`] =
          !text.startsWith("HTTP/1.1 101") && !refusing.heard().includes("/smuggled");
      }
      const before = open.heard().length;
      const foreign = await upgrade(8003, websocket, "", "https://evil.example");
      claims[`from a foreign page: ${foreign.slice(9, 12)}`] =
        foreign.startsWith("HTTP/1.1 403") && open.heard().length === before;
      return judgeClaims(claims, {
        "a WebSocket that the app takes is open":
          taken.startsWith("HTTP/1.1 101") && taken.endsWith("hello") && before > 0,
      });
    },
  },
];
