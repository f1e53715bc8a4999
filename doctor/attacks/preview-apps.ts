import { connect } from "node:net";
import type { Attack } from "../attack.ts";
import { judgeClaims } from "../judge.ts";
import { openApps, recorder } from "./puppet-apps.ts";
import { ask, raw } from "./web-client.ts";
import { comes, settles } from "./web-socket.ts";

const FROM = "the web";
const MIB = 1024 ** 2;

export const previewApps: readonly Attack[] = [
  {
    id: "preview/broken-answers",
    title: "An app whose answers are no HTTP, have two ends, or bring a second answer for somebody else",
    from: FROM,
    expects: "It ruins its own preview at most; another student's answers stay their own.",
    run: async (ground) => {
      const [apps, others] = [await openApps(ground), await openApps(ground)];
      const { site } = apps;
      others.serveHttp(8000, (_request, response) => response.end("mine"));
      const other = await others.enter(8000);
      const claims: Record<string, boolean> = {};
      const poison = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison";
      let port = 8000;
      let heard = true;
      for (const [what, answer] of Object.entries({
        "no HTTP": "SSH-2.0-OpenSSH_9\r\n",
        "headers without end": `HTTP/1.1 200 OK\r\n${`X-A: ${"a".repeat(1000)}\r\n`.repeat(2000)}`,
        "a status of words": "HTTP/1.1 abc OK\r\n\r\n",
        "a length and chunks":
          "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "a negative length": "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
        "a 101 that nobody asked for": "HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
        "a thousand provisional ones":
          "HTTP/1.1 103 Early Hints\r\nLink: <http://evil.example>\r\n\r\n".repeat(1000),
        "a NUL in a header": "HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n",
        "a second answer": `HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok${poison}`,
      })) {
        const at = (port += 1);
        const app = recorder(apps, at, answer);
        const own = await apps.enter(at);
        const first = await ask(site, { path: "/", host: own.host, cookie: own.cookie });
        const next = await ask(site, { path: "/", host: other.host, cookie: other.cookie });
        claims[`${what}: ${first.status === 0 ? "cut" : first.status}`] =
          !first.text.includes("evil.example") && next.text.includes("mine") && !next.text.includes("poison");
        heard &&= app.heard().includes("GET /");
      }
      apps.serveHttp(8000, (_request, response) => response.end("fine"));
      const own = await apps.enter(8000);
      const fine = await ask(site, { path: "/", host: own.host, cookie: own.cookie });
      return judgeClaims(claims, {
        "each of these apps was asked": heard,
        "an answer that is in order is shown": fine.text.includes("fine"),
      });
    },
  },
  {
    id: "preview/endless",
    title: "Bodies without end in both directions, to a side that does not read",
    from: FROM,
    expects: "What nobody reads is not gathered, and what is too large is refused.",
    run: async (ground, signal) => {
      const apps = await openApps(ground);
      const { site } = apps;
      let written = 0;
      const piece = Buffer.alloc(65_536, "x");
      apps.serveHttp(8000, (_request, response) => {
        response.on("error", () => undefined);
        const more = () => {
          for (let room = true; room && !response.destroyed; written += piece.length)
            room = response.write(piece);
        };
        response.on("drain", more);
        more();
      });
      // Takes the request and never reads its body.
      apps.serveHttp(8001, () => undefined);
      const [out, into] = [await apps.enter(8000), await apps.enter(8001)];
      const before = process.memoryUsage().rss;
      const idle = connect(site.port, "127.0.0.1");
      idle.on("error", () => undefined);
      idle.write(`GET / HTTP/1.1\r\nHost: ${out.host}\r\nCookie: ${out.cookie}\r\n\r\n`);
      idle.pause();
      const begins = await comes(() => written > 0, signal);
      const taken = await settles(() => written, signal);
      const full = connect(site.port, "127.0.0.1");
      full.on("error", () => undefined).resume();
      full.write(
        `POST / HTTP/1.1\r\nHost: ${into.host}\r\nCookie: ${into.cookie}\r\nContent-Length: ${60 * MIB}\r\n\r\n`,
      );
      let sent = 0;
      const push = () => {
        for (let room = true; room && sent < 60 * MIB && !full.destroyed; sent += piece.length)
          room = full.write(piece);
      };
      full.on("drain", push);
      push();
      const accepted = await settles(() => sent, signal);
      const grown = Math.max(0, Math.round((process.memoryUsage().rss - before) / MIB));
      const large = await raw(
        site,
        `POST / HTTP/1.1\r\nHost: ${into.host}\r\nCookie: ${into.cookie}\r\nContent-Length: ${10_000 * MIB}\r\n\r\n`,
        3_000,
      );
      const { status } = await ask(site, { path: "/api/health" });
      for (const socket of [idle, full]) socket.destroy();
      return judgeClaims(
        {
          [`of an answer that nobody reads ${Math.round(taken / MIB)} MiB are taken`]: taken < 32 * MIB,
          [`of a body that nobody reads ${Math.round(accepted / MIB)} MiB are taken`]: accepted < 32 * MIB,
          [`our memory grew by ${grown} MiB`]: grown < 300,
          [`a body of 10 GB: ${large.slice(9, 12)}`]: large.startsWith("HTTP/1.1 413"),
          [`somebody else is served: ${status}`]: status === 200,
        },
        {
          "the app's answer began": begins && taken > 0,
          [`the body began: ${Math.round(accepted / 1024)} KiB`]: accepted > 0,
        },
      );
    },
  },
  {
    id: "preview/silent-app",
    title: "An app that takes requests and says nothing, or a letter a second",
    from: FROM,
    expects: "One student holds a bounded number of them; another's preview and the site go on.",
    run: async (ground, signal) => {
      const [apps, others] = [await openApps(ground), await openApps(ground)];
      const { site } = apps;
      const held = new Set<unknown>();
      apps.serve(8000, (stream) => {
        held.add(stream);
        stream.resume();
        const drip = setInterval(() => stream.write("H"), 1000);
        stream.once("close", () => {
          held.delete(stream);
          clearInterval(drip);
        });
      });
      others.serveHttp(8000, (_request, response) => response.end("mine"));
      const [own, other] = [await apps.enter(8000), await others.enter(8000)];
      let refused = 0;
      const sockets = Array.from({ length: 60 }, () => {
        const socket = connect(site.port, "127.0.0.1");
        socket.on("error", () => undefined);
        socket.on(
          "data",
          (chunk: Buffer) => (refused += chunk.toString().startsWith("HTTP/1.1 429") ? 1 : 0),
        );
        socket.write(`GET / HTTP/1.1\r\nHost: ${own.host}\r\nCookie: ${own.cookie}\r\n\r\n`);
        return socket;
      });
      await comes(() => held.size > 0 && refused > 0, signal);
      await settles(() => refused, signal);
      const most = held.size;
      const theirs = await ask(site, { path: "/", host: other.host, cookie: other.cookie });
      const health = await ask(site, { path: "/api/health" });
      for (const socket of sockets) socket.destroy();
      const freed = await comes(() => held.size === 0, signal);
      apps.serveHttp(8001, (_request, response) => response.end("the app"));
      const next = await apps.enter(8001);
      const again = await ask(site, { path: "/", host: next.host, cookie: next.cookie });
      return judgeClaims(
        {
          [`of 60 requests ${refused} are refused, ${most} reach the app at once`]:
            refused >= 20 && most <= 40,
          [`another student's preview answers: ${theirs.status}`]: theirs.text.includes("mine"),
          [`the site answers: ${health.status}`]: health.status === 200,
          "a browser that leaves gives its places back": freed && again.text.includes("the app"),
        },
        { [`the app held ${most} at once`]: most > 0 },
      );
    },
  },
  {
    id: "preview/app-headers",
    title: "Headers of an app that count for more than its own host: cookies, policies, whole domains",
    from: FROM,
    expects: "They are taken out, and ours stand beside those that are left.",
    run: async (ground) => {
      const apps = await openApps(ground);
      const { site } = apps;
      let asked = 0;
      apps.serveHttp(8000, (_request, response) => {
        asked += 1;
        response.writeHead(302, [
          ...["Location", `${site.origin}/api/health`],
          ...["Set-Cookie", "drydock_session=evil; Path=/"],
          ...["Set-Cookie", "drydock-preview=evil"],
          ...["Set-Cookie", " Drydock_Session =evil; Domain=localhost"],
          ...["Set-Cookie", "__Host-drydock=evil; Secure; Path=/"],
          ...["Set-Cookie", "=drydock_session=evil"],
          ...["Set-Cookie", "drydock_session"],
          ...["Set-Cookie", "theirs=1; Domain=localhost; domain = .localhost;DOMAIN=localhost"],
          ...[
            "Content-Security-Policy",
            "sandbox allow-top-navigation allow-popups-to-escape-sandbox; frame-ancestors *",
          ],
          ...["X-Frame-Options", "ALLOWALL", "Cross-Origin-Opener-Policy", "unsafe-none"],
          ...["Strict-Transport-Security", "max-age=99999999; includeSubDomains; preload"],
          ...["Clear-Site-Data", '"*"', "Alt-Svc", 'h3=":1"', "NEL", "{}", "Report-To", "{}"],
          ...["Origin-Agent-Cluster", "?0", "Permissions-Policy", "camera=*", "Public-Key-Pins", "x"],
        ]);
        response.end("the app");
      });
      const own = await apps.enter(8000);
      const { status, text } = await ask(site, { path: "/", host: own.host, cookie: own.cookie });
      const lines = (text.split("\r\n\r\n")[0] ?? "").toLowerCase().split("\r\n");
      const all = (name: string) => lines.filter((line) => line.startsWith(`${name}:`));
      const cookies = all("set-cookie");
      const policies = all("content-security-policy").join("\n");
      return judgeClaims(
        {
          [`one cookie of seven is left: ${cookies.join("; ")}`]:
            cookies.length === 1 && (cookies[0]?.includes("theirs=1") ?? false),
          "and it counts for this host alone": !cookies.join("").includes("domain"),
          "our sandbox stands beside the app's own policy":
            policies.includes("sandbox allow-scripts") && policies.includes("frame-ancestors 'self'"),
          "whole domains and other servers are not spoken for": ![
            ...[
              "strict-transport-security",
              "clear-site-data",
              "alt-svc",
              "nel",
              "report-to",
              "public-key-pins",
            ],
          ].some((name) => all(name).length > 0),
          "opener, agent cluster and permissions are ours":
            all("cross-origin-opener-policy").join() === "cross-origin-opener-policy: same-origin" &&
            all("origin-agent-cluster").join() === "origin-agent-cluster: ?1" &&
            !all("permissions-policy").join().includes("camera=*") &&
            all("x-frame-options").length === 0,
          [`a redirect to the site is handed on (${status}), not followed`]: status === 302 && asked === 1,
        },
        { "the app was asked, and its answer came": asked > 0 && all("location").length === 1 },
      );
    },
  },
];
