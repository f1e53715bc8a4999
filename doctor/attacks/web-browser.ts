import { randomUUID } from "node:crypto";
import type { Attack } from "../attack.ts";
import { judgeClaims } from "../judge.ts";
import { createTerminal, socketPath } from "./terminal-client.ts";
import { ask, type Asked, raw, save, siteOf } from "./web-client.ts";
import { openRawSocket } from "./web-socket.ts";

const FROM = "the web";

export const webBrowser: readonly Attack[] = [
  {
    id: "web/foreign-origin",
    title: "A page of another site makes the browser write",
    from: FROM,
    expects: "Writes whose origin is not the site's own are refused.",
    run: async (ground) => {
      const site = await siteOf(ground);
      const path = `/api/labs/${site.lab}/files`;
      const claims: Record<string, boolean> = {};
      const control: Record<string, boolean> = {};
      const put = (origin: string | null, more: Partial<Asked> = {}) =>
        ask(site, { method: "PUT", path, student: "ada", origin, body: save("FROM evil"), ...more });
      for (const origin of [
        null,
        "null",
        "https://evil.example",
        `${site.origin}.evil.example`,
        "http://localhost:1",
        `http://x@evil.example`,
      ]) {
        const { status } = await put(origin);
        claims[`origin ${String(origin)}: ${status}`] = status === 403;
      }
      const plain = await put(site.origin, { type: "text/plain" });
      claims[`a form's text/plain: ${plain.status}`] = plain.status === 400;
      const now = await ask(site, { path, student: "ada" });
      claims["nothing was changed"] = now.status === 200 && !now.text.includes("FROM evil");
      control["a write of the site's own is taken"] = [200, 409].includes(
        (await put(site.origin, { student: "eve" })).status,
      );
      return judgeClaims(claims, control);
    },
  },
  {
    id: "web/foreign-host",
    title: "The site under a foreign name (DNS rebinding)",
    from: FROM,
    expects: "The site answers to its own names only.",
    run: async (ground) => {
      const site = await siteOf(ground);
      const claims: Record<string, boolean> = {};
      const control: Record<string, boolean> = {};
      const own = await ask(site, { path: "/api/health" });
      control[`its own name: ${own.status}`] = own.status === 200;
      for (const host of [
        "evil.example",
        `localhost.evil.example:${site.port}`,
        `127.0.0.1:${site.port}@evil.example`,
        "169.254.169.254",
        "0.0.0.0",
        `localhost:${site.port}\r\nHost: localhost:${site.port}`,
        `localhost:${site.port}\r\nhost: evil.example`,
        "",
      ]) {
        const { status } = await ask(site, { path: "/api/health", host });
        claims[`${host === "" ? "no name" : host.replace("\r\n", ", ")}: ${status}`] =
          status === 421 || status === 400;
      }
      return judgeClaims(claims, control);
    },
  },
  {
    id: "web/websocket-origin",
    title: "A WebSocket from a foreign origin",
    from: FROM,
    expects: "The upgrade is refused.",
    run: async (ground) => {
      const site = await siteOf(ground);
      const claims: Record<string, boolean> = {};
      const control: Record<string, boolean> = {};
      const upgrade = (path: string, origin: string) =>
        raw(
          site,
          `GET ${path} HTTP/1.1\r\nHost: localhost:${site.port}\r\nOrigin: ${origin}\r\nCookie: ${site.cookieOf("ada")}\r\n` +
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
        );
      const terminal = `/api/terminals/${randomUUID()}/socket?lab=${encodeURIComponent(site.lab)}`;
      for (const path of ["/", "/api/terminals", "/api/runs", "/_next/webpack-hmr", terminal]) {
        const text = await upgrade(path, "https://evil.example");
        claims[`${path}: ${text.split("\r\n")[0] ?? ""}`] = /^HTTP\/1\.1 4\d\d/.test(text);
        if (path === terminal) claims["a terminal refuses the origin"] = text.startsWith("HTTP/1.1 403");
      }
      const page = await createTerminal(site, "ada");
      if (typeof page === "string") {
        const socket = await openRawSocket(site, {
          path: socketPath(site, page),
          cookie: site.cookieOf("ada"),
        });
        control[`a page of the site's own is let in: ${socket.status}`] = socket.status === 101;
        socket.end();
        await ask(site, { method: "DELETE", path: `/api/terminals/${page}`, student: "ada", body: "{}" });
      } else control[`no terminal: ${page}`] = false;
      const guessed = await upgrade(terminal, site.origin);
      claims["the site's own page gets no terminal that is not there"] = guessed.startsWith("HTTP/1.1 404");
      return judgeClaims(claims, control);
    },
  },
  {
    id: "web/forged-session",
    title: "A session that is forged, prolonged or another student's",
    from: FROM,
    expects: "A cookie that the site has not signed is nobody's, and nobody gets nothing.",
    run: async (ground) => {
      const site = await siteOf(ground);
      const path = `/api/labs/${site.lab}/files`;
      await ask(site, { method: "PUT", path, student: "carol", body: save("FROM carol") });
      const [name = "", value = ""] = site.cookieOf("carol").split("=");
      const [, expires = "", signature = ""] = value.split(".");
      const true_ = await ask(site, { path, cookie: `${name}=${value}` });
      const claims: Record<string, boolean> = {};
      const control = { "her own session shows her file": true_.text.includes("FROM carol") };
      for (const [what, cookie] of Object.entries({
        "no signature": `carol.${expires}.`,
        "another expiry": `carol.${Number(expires) + 1}.${signature}`,
        "another's signature": site.cookieOf("bob").split("=")[1]?.replace("bob", "carol") ?? "",
        "a name with dots": `../carol.${expires}.${signature}`,
        "a very long one": "x".repeat(7_000),
      })) {
        const { status, text } = await ask(site, { path, cookie: `${name}=${cookie}` });
        claims[`${what} is nobody: ${status}`] = status === 401 && !text.includes("FROM carol");
      }
      return judgeClaims(claims, control);
    },
  },
  {
    id: "web/headers",
    title: "A page of ours within a foreign page, a script of somebody else's in it",
    from: FROM,
    expects: "Every answer forbids foreign scripts and frames.",
    run: async (ground) => {
      const site = await siteOf(ground);
      const { status, text } = await ask(site, { path: "/api/health" });
      const head = text.split("\r\n\r\n")[0]?.toLowerCase() ?? "";
      const policy = /content-security-policy: (.*)/.exec(head)?.[1] ?? "";
      return judgeClaims(
        {
          "frames are forbidden":
            policy.includes("frame-ancestors 'none'") && head.includes("x-frame-options: deny"),
          "scripts need the nonce of this answer":
            /script-src 'self' 'nonce-[^']+'/.test(policy) && !policy.includes("unsafe-eval"),
          "types are not guessed": head.includes("x-content-type-options: nosniff"),
          "other sites get neither window nor resource":
            head.includes("cross-origin-opener-policy: same-origin") &&
            head.includes("cross-origin-resource-policy: same-origin"),
        },
        { "the site answered": status === 200 },
      );
    },
  },
];
