import { randomBytes } from "node:crypto";
import type { Attack } from "../attack.ts";
import { say, sh } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import { addressOf } from "./network.ts";
import { enterPreview, linkOf, openApps, recorder } from "./puppet-apps.ts";
import { ask, siteOf } from "./web-client.ts";
import { openRawSocket } from "./web-socket.ts";

const FROM = "the web";
const OK = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nthe app";

export const previewDoors: readonly Attack[] = [
  {
    id: "preview/strangers",
    title:
      "Another student's preview: its host guessed or known, tickets guessed, used twice, forged cookies",
    from: FROM,
    expects: "A preview opens to the browser that its student's ticket has let in, and only its own host.",
    run: async (ground) => {
      const [mine, theirs] = [await openApps(ground), await openApps(ground)];
      const { site } = mine;
      for (const apps of [mine, theirs])
        apps.serve(8000, (stream) => void stream.once("data", () => stream.end(OK)));
      const own = await mine.enter(8000);
      const claims: Record<string, boolean> = {};
      const control: Record<string, boolean> = {};
      const sees = async (host: string, cookie: string) =>
        (await ask(site, { path: "/", host, cookie })).text.endsWith("the app");
      control["its student sees it"] = await sees(own.host, own.cookie);
      const link = await linkOf(site, theirs.student, { of: "seat", port: 8000 });
      claims["the known host without a ticket is closed"] = !(await sees(link.host, ""));
      claims["with the cookie of one's own preview, too"] = !(await sees(link.host, own.cookie));
      claims["with the cookies of the site, too"] = !(await sees(link.host, site.cookieOf(theirs.student)));
      const redeem = (host: string, ticket: string) =>
        ask(site, { path: `/.drydock/open?ticket=${ticket}`, host }).then(({ text }) =>
          /set-cookie/i.test(text),
        );
      const ticket = link.searchParams.get("ticket") ?? "";
      for (const guess of [
        "",
        "x",
        "0".repeat(32),
        randomBytes(24).toString("base64url"),
        `${ticket.slice(0, -1)}_`,
      ])
        claims[`ticket "${guess.slice(0, 8)}" opens nothing`] =
          guess === ticket || !(await redeem(link.host, guess));
      claims["a ticket at another host opens nothing"] = !(await redeem(own.host, ticket));
      const second = await linkOf(site, theirs.student, { of: "seat", port: 8000 });
      const used = second.searchParams.get("ticket") ?? "";
      control["a ticket opens"] = await redeem(second.host, used);
      claims["a ticket opens once"] = !(await redeem(second.host, used));
      const [name = "", value = ""] = own.cookie.split("=");
      const parts = value.split(".");
      for (const [what, index, text] of [
        ["another student", 0, theirs.student],
        ["another seat", 1, "puppet-2"],
        ["another port", 3, "22"],
        ["a later end", 5, "9999999999999"],
        ["another signature", 6, "A".repeat(43)],
      ] as const)
        claims[`a cookie for ${what} is none`] = !(await sees(
          own.host,
          `${name}=${parts.with(index, text).join(".")}`,
        ));
      for (const host of [
        `8000-${"0".repeat(32)}.localhost:${site.port}`,
        `app-8000-${"0".repeat(32)}.localhost:${site.port}`,
        `x.${own.host}`,
        `.localhost:${site.port}`,
      ])
        claims[`${host.slice(0, 16)} is closed`] = !(await sees(host, own.cookie));
      control["capital letters lead to the same door"] = await sees(own.host.toUpperCase(), own.cookie);
      return judgeClaims(claims, control);
    },
  },
  {
    id: "preview/site-behind-it",
    title: "The site's own addresses asked for at a preview's host",
    from: FROM,
    expects:
      "At a preview's host there is the app and nothing of the site, and nothing of a session goes there.",
    run: async (ground) => {
      const apps = await openApps(ground);
      const { site, student } = apps;
      const app = recorder(apps, 8000, OK);
      const own = await apps.enter(8000);
      const claims: Record<string, boolean> = {};
      const control: Record<string, boolean> = {};
      const cookie = `${own.cookie}; ${site.cookieOf(student)}; __Host-drydock-x=secret; mine=1`;
      for (const path of [
        "/api/health",
        "/api/seat",
        `/api/labs/${site.lab}/files`,
        "/_next/data",
        "/api/terminals",
      ]) {
        const { text } = await ask(site, { path, host: own.host, cookie });
        control[`${path} is the app's`] = text.endsWith("the app");
      }
      const write = await ask(site, {
        method: "POST",
        path: "/api/runs",
        host: own.host,
        cookie,
        origin: `http://${own.host}`,
        body: "{}",
      });
      claims[`a write there is the app's: ${write.status}`] = write.text.endsWith("the app");
      const socket = await openRawSocket(site, {
        path: "/api/terminals/00000000-0000-4000-8000-000000000000/socket?lab=a/b/c",
        cookie,
        host: own.host,
        origin: `http://${own.host}`,
      }).catch(() => null);
      claims["a terminal's socket there leads to the app"] =
        socket?.status !== 101 && app.heard().includes("/socket?lab=a/b/c");
      socket?.end();
      control["the app gets its own cookie"] = /^cookie: mine=1\r$/im.test(app.heard());
      claims["and none of the site's"] = !/drydock/i.test(app.heard().replace(/^host:.*$/gim, ""));
      const foreign = await ask(site, {
        path: "/",
        host: own.host,
        cookie,
        headers: ["X-Forwarded-For: 1.2.3.4"],
      });
      claims["nor what only proxies may say"] = foreign.status === 200 && !app.heard().includes("1.2.3.4");
      return judgeClaims(claims, control);
    },
  },
  {
    id: "preview/page-at-the-site",
    title: "A preview's page reads, writes, frames and connects to the site",
    from: "the web",
    expects:
      "To the site it is a foreign page: no answer is shared with it, nothing is written, nothing framed.",
    run: async (ground, signal) => {
      const apps = await openApps(ground);
      const { site, student } = apps;
      apps.serve(8000, (stream) => void stream.once("data", () => stream.end(OK)));
      const { host } = await apps.enter(8000);
      const origin = `http://${host}`;
      const claims: Record<string, boolean> = {};
      const control: Record<string, boolean> = {};
      const cookie = site.cookieOf(student);
      const own = await ask(site, { path: "/api/seat", cookie });
      control[`the student's own page reads: ${own.status}`] = own.status === 200;
      const wrote = await ask(site, {
        method: "POST",
        path: "/api/previews",
        cookie,
        body: '{"of":"seat","port":8000}',
      });
      control[`and writes: ${wrote.status}`] = wrote.status >= 200 && wrote.status < 300;
      const head = (text: string) => text.split("\r\n\r\n")[0]?.toLowerCase() ?? "";
      for (const path of ["/api/seat", `/api/labs/${site.lab}/files`, "/api/health"]) {
        const { text } = await ask(site, { path, cookie, headers: [`Origin: ${origin}`] });
        claims[`${path} is not shared with it`] =
          !head(text).includes("access-control-allow") &&
          head(text).includes("cross-origin-resource-policy: same-origin") &&
          head(text).includes("x-frame-options: deny");
      }
      const preflight = await ask(site, {
        method: "OPTIONS",
        path: "/api/seat",
        origin,
        headers: ["Access-Control-Request-Method: PUT"],
      });
      claims[`a question beforehand gets ${preflight.status} and no leave`] =
        preflight.status >= 400 && !head(preflight.text).includes("access-control-allow");
      for (const [method, path, body] of [
        ["POST", "/api/seat", '{"action":"discard"}'],
        ["POST", "/api/runs", JSON.stringify({ lab: site.lab, kind: "build" })],
        ["POST", "/api/terminals", JSON.stringify({ lab: site.lab })],
        ["POST", "/api/previews", '{"port":8000}'],
      ] as const) {
        const { status } = await ask(site, { method, path, cookie, origin, body });
        claims[`${method} ${path}: ${status}`] = status === 403;
      }
      const socket = await openRawSocket(site, {
        path: `/api/terminals/00000000-0000-4000-8000-000000000000/socket?lab=${site.lab}`,
        cookie,
        origin,
      });
      claims[`a WebSocket: ${socket.status}`] = socket.status === 403;
      socket.end();
      signal.throwIfAborted();
      return judgeClaims(claims, control);
    },
  },
  {
    id: "preview/ports",
    title:
      "A preview of ports that are none, of Docker's socket, and of another machine by a lie of docker's",
    from: "a seat's root",
    expects: "A preview goes no further than a program in its student's own seat does.",
    seconds: 90,
    run: async (ground) => {
      const site = await siteOf(ground);
      const neighbour = await ground.neighbour();
      const claims: Record<string, boolean> = {};
      const control: Record<string, boolean> = {};
      for (const port of ["8000;id", "8000,fork", -1, 0, 65_536, 80.5, null, { $gt: 0 }, "127.0.0.1:80"]) {
        const { status } = await ask(site, {
          method: "POST",
          path: "/api/previews",
          student: "neighbour",
          body: JSON.stringify({ port }),
        });
        claims[`port ${JSON.stringify(port)}: ${status}`] = status === 400;
      }
      await neighbour.exec(["sh", "-c", "cat > /root/answer"], { input: OK });
      const listening = await neighbour.dial([
        ...["socat", "TCP-LISTEN:7121,reuseaddr,fork", "SYSTEM:cat /root/answer"],
      ]);
      try {
        const there = await addressOf(neighbour);
        await say(
          neighbour,
          `for i in 1 2 3 4 5 6 7 8; do timeout 2 socat -u /dev/null TCP:${there}:7121 && exit 0; sleep 0.5; done; exit 1`,
        );
        return await ground.withSeat({}, async (seat) => {
          const student = `liar-${randomBytes(4).toString("hex")}`;
          site.lend(student, seat);
          // In docker's place: a program that tells a neighbour's address as that of the container of Run.
          await say(
            seat,
            `printf '#!/bin/sh\\necho ${there}\\n' > /usr/local/sbin/docker; chmod +x /usr/local/sbin/docker; command -v docker`,
          );
          const visit = async (who: string, port: number, of: "seat" | "app") => {
            const { host, cookie } = await enterPreview(site, who, port, of);
            const { status, text } = await ask(site, { path: "/", host, cookie });
            return { status, reached: text.endsWith("the app") };
          };
          const truly = await visit("neighbour", 7121, "seat");
          control["its own student's preview reaches a listener of the seat"] = truly.reached;
          const lied = await visit(student, 7121, "app");
          claims[`by a lie about an address it is not reached from another: ${lied.status}`] = !lied.reached;
          for (const [what, port] of [
            ["Docker's port", 2375],
            ["a port that nobody has opened", 7121],
            ["the seat host's port", 8443],
          ] as const) {
            const { status } = await visit(student, port, "seat");
            claims[`${what}: ${status}`] = status === 502;
          }
          const lies = await sh(seat, "test -x /usr/local/sbin/docker && docker");
          control["the lie was told"] = lies.stdout.trim() === there;
          return judgeClaims(claims, control);
        });
      } finally {
        listening.destroy();
      }
    },
  },
];
