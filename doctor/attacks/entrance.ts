import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { mintSession } from "../../server/session/mint-session.ts";
import { replaceSessionKey } from "../../server/session/session-key.ts";
import type { Attack } from "../attack.ts";
import { judgeClaims } from "../judge.ts";
import { putUpListener } from "../put-up-listener.ts";
import { findRoutes } from "../serve-routes.ts";
import { openApps } from "./puppet-apps.ts";
import { look, withTerminal } from "./terminal-client.ts";
import { ask, siteOf } from "./web-client.ts";
import { comes } from "./web-socket.ts";

const FROM = "the web";
/** Routes for whoever is not signed in; the same list as in app/every-door.test.ts. */
const forAll = ["GET health", "POST language", "POST session"];

/** A connection that stays: what has come over it, and whether it is over. */
export function keepOpen(port: number, lines: readonly string[]) {
  const socket = connect(port, "127.0.0.1");
  const state = { text: "", over: false, end: () => socket.destroy() };
  socket.on("error", () => undefined).on("close", () => (state.over = true));
  socket.on("data", (chunk: Buffer) => (state.text = (state.text + chunk.toString("latin1")).slice(-20_000)));
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  return state;
}

export const entrance: readonly Attack[] = [
  {
    id: "entrance/nobody",
    title: "Every route without a session, with a made-up one, and with headers that claim to be at home",
    from: FROM,
    expects: "Nobody gets 401 everywhere but where the way in is.",
    run: async (ground) => {
      const site = await siteOf(ground);
      let refused = 0;
      const came: string[] = [];
      for (const { parts, handlers } of await findRoutes()) {
        for (const method of Object.keys(handlers).filter((name) => /^[A-Z]+$/.test(name))) {
          if (forAll.includes(`${method} ${parts.join("/")}`)) continue;
          const address = `/api/${parts.map((part) => (part.startsWith("[") ? "first" : part)).join("/")}`;
          for (const more of [
            {},
            { cookie: "drydock_session=student.9999999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
            { cookie: site.cookieOf("ada", -1) },
            { headers: ["X-Drydock-Home: 1", "X-Forwarded-For: 127.0.0.1", "X-Real-IP: 127.0.0.1"] },
          ]) {
            const { status } = await ask(site, { method, path: address, body: "{}", ...more });
            if (status === 401) refused += 1;
            else came.push(`${method} ${address}: ${status}`);
          }
        }
      }
      const own = await ask(site, { path: "/api/seat", student: "ada" });
      return judgeClaims(
        {
          [`requests of nobody's get 401${came.length > 0 ? `, but ${came.join(", ")}` : ""}`]:
            came.length === 0,
        },
        {
          [`${refused + came.length} requests were answered`]: refused + came.length > 80,
          [`the same with a session: ${own.status}`]: own.status === 200,
        },
      );
    },
  },
  {
    id: "entrance/over",
    title: "A terminal and previews that are open when their session expires",
    from: FROM,
    expects: "They end within seconds; those whose session goes on stay open.",
    run: async (ground, signal) => {
      const apps = await openApps(ground);
      const { site, student } = apps;
      apps.serveHttp(8000, (_request, response) => void response.write("first"));
      return await withTerminal(site, student, async (id) => {
        const lifetimeMs = 5000;
        const enter = async (cookie: string) => {
          const answer = await ask(site, {
            method: "POST",
            path: "/api/previews",
            cookie,
            body: JSON.stringify({ of: "seat", port: 8000 }),
          });
          const url = new URL(/"url":"([^"]+)"/.exec(answer.text)?.[1] ?? "http://none");
          const { text } = await ask(site, { path: url.pathname + url.search, host: url.host });
          const given = /^set-cookie: ([^;\r]+)/im.exec(text)?.[1] ?? "";
          return keepOpen(site.port, ["GET / HTTP/1.1", `Host: ${url.host}`, `Cookie: ${given}`]);
        };
        const short = site.cookieOf(student, lifetimeMs);
        const long = site.cookieOf(student);
        const pages = [await look(site, student, id, { cookie: short }), await look(site, student, id)];
        const previews = [await enter(short), await enter(long)];
        const [ends, stays] = pages;
        const [endsToo, staysToo] = previews;
        const opened = await comes(() => previews.every(({ text }) => text.includes("first")), signal);
        const over = await comes(() => ends?.isClosed() === true && endsToo?.over === true, signal, 20_000);
        const stay = stays?.isClosed() === false && staysToo?.over === false;
        for (const one of [...pages, ...previews]) one.end();
        return judgeClaims(
          { "those of the session that expires end": over },
          {
            "terminals and previews were open": opened && pages.every(({ status }) => status === 101),
            "those of a session that goes on stay": stay,
          },
        );
      });
    },
  },
  {
    id: "entrance/everybody-out",
    title: "A stolen session after everybody was signed out, and what it had open",
    from: FROM,
    expects: "Streams and sockets end within seconds, the old cookie is nobody's, a new one counts.",
    run: async (_ground, signal) => {
      const dataDir = await mkdtemp(path.join(tmpdir(), "drydock-entrance-"));
      const listener = await putUpListener(dataDir, {});
      try {
        const host = "Host: localhost";
        const cookieNow = async () => {
          const { name, value } = await mintSession(dataDir, "ada");
          return `Cookie: ${name}=${value}`;
        };
        const stolen = await cookieNow();
        const stream = keepOpen(listener.port, ["GET /stays HTTP/1.1", host, stolen]);
        const upgrade = ["Connection: Upgrade", "Upgrade: websocket"];
        const socket = keepOpen(listener.port, ["GET /socket HTTP/1.1", host, stolen, ...upgrade]);
        const opened = await comes(
          () => stream.text.includes("came in as ada") && socket.text.includes(" 101 "),
          signal,
        );
        const wereOpen = opened && !stream.over && !socket.over;
        await replaceSessionKey(dataDir);
        const cut = await comes(() => stream.over && socket.over, signal, 15_000);
        const asks = async (cookie: string) => {
          const answer = keepOpen(listener.port, ["GET /api/x HTTP/1.1", host, cookie, "Connection: close"]);
          await comes(() => answer.over, signal);
          return answer.text;
        };
        return judgeClaims(
          {
            "both are cut": cut,
            "the stolen cookie is nobody's": (await asks(stolen)).startsWith("HTTP/1.1 401"),
          },
          {
            "an event stream and a socket were open": wereOpen,
            "a new one counts": (await asks(await cookieNow())).includes("came in as ada"),
          },
        );
      } finally {
        await listener.close();
        await rm(dataDir, { recursive: true, force: true });
      }
    },
  },
];
