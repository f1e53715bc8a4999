import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Attack } from "../attack.ts";
import { judgeClaims } from "../judge.ts";
import { ask, idOf, raw, save, siteOf } from "./web-client.ts";

const FROM = "the web";

export const webRequests: readonly Attack[] = [
  {
    id: "web/guessed-ids",
    title: "Another student's runs and seat by guessed and by known ids",
    from: FROM,
    expects: "Whatever is not one's own is not there.",
    run: async (ground) => {
      const site = await siteOf(ground);
      const started = await ask(site, {
        method: "POST",
        path: "/api/runs",
        student: "ada",
        body: JSON.stringify({ lab: site.lab, kind: "build" }),
      });
      const id = idOf(started.text);
      if (id === "") throw new Error(`no run: ${started.text.slice(-200)}`);
      const claims: Record<string, boolean> = {};
      const control: Record<string, boolean> = {};
      const own = await ask(site, { path: `/api/runs/${id}`, student: "ada" });
      control[`its owner: ${own.status}`] = own.status === 200;
      for (const [method, path] of [
        ["GET", `/api/runs/${id}`],
        ["GET", `/api/runs/${id}/events`],
        ["GET", `/api/runs/${id}/log`],
        ["POST", `/api/runs/${id}/cancel`],
      ] as const) {
        const { status } = await ask(site, {
          method,
          path,
          student: "bob",
          ...(method === "POST" ? { body: "{}" } : {}),
        });
        claims[`${method} ${path.replace(id, "ID")} by another: ${status}`] = status === 404;
      }
      for (const guess of [
        "1",
        "0",
        "00000000-0000-0000-0000-000000000000",
        "../health",
        "%2e%2e%2fhealth",
        "' or 1=1 --",
        `${id.slice(0, -1)}0`,
      ]) {
        if (guess === id) continue;
        const { status } = await ask(site, {
          path: `/api/runs/${encodeURIComponent(guess)}`,
          student: "bob",
        });
        claims[`${guess.slice(0, 20)}: ${status}`] = status === 404 || status === 400;
      }
      return judgeClaims(claims, control);
    },
  },
  {
    id: "web/paths",
    title: "Files outside of the lab, by names that a save carries and by the address",
    from: FROM,
    expects: "Only the lab's editable files are written, and only labs are read.",
    run: async (ground) => {
      const site = await siteOf(ground);
      const path = `/api/labs/${site.lab}/files`;
      const claims: Record<string, boolean> = {};
      const control: Record<string, boolean> = {};
      for (const name of [
        "../../../etc/passwd",
        "/etc/passwd",
        "app.py",
        "src/../../x.py",
        "src/a\u0000.py",
        "src\\..\\x.py",
        "Dockerfile/../x",
        "src/%2e%2e/x.py",
        "x".repeat(300),
      ]) {
        const { status } = await ask(site, {
          method: "PUT",
          path,
          student: "dan",
          body: JSON.stringify({ path: name, content: "x", baseVersion: 0 }),
        });
        claims[`${JSON.stringify(name.slice(0, 24))}: ${status}`] = [400, 403, 404, 422].includes(status);
      }
      for (const where of [
        "/api/labs/..%2f..%2f/etc/passwd/files",
        "/api/labs/demo/first/..%2fone/files",
        "/api/labs/demo/%00/one/files",
        "/api/../../etc/passwd",
      ]) {
        const { status, text } = await ask(site, { path: where, student: "dan" });
        claims[`${where}: ${status}`] = status >= 400 && status < 500 && !text.includes("root:");
      }
      const plain = await ask(site, { method: "PUT", path, student: "dan", body: save("FROM dan") });
      const read = await ask(site, { path, student: "dan" });
      control[`a file of the lab is written: ${plain.status}`] = [200, 201, 204].includes(plain.status);
      control["and read"] = read.text.includes("FROM dan");
      return judgeClaims(claims, control);
    },
  },
  {
    id: "web/floods",
    title: "Bodies, headers and numbers that are too large",
    from: FROM,
    expects: "Each is refused at its bound, and the site goes on serving.",
    run: async (ground) => {
      const site = await siteOf(ground);
      const path = `/api/labs/${site.lab}/files`;
      const claims: Record<string, boolean> = {};
      const control: Record<string, boolean> = {};
      const tell = (what: string, status: number, allowed: readonly number[]) =>
        (claims[`${what}: ${status}`] = allowed.includes(status));
      tell(
        "a file of 1 MB",
        (await ask(site, { method: "PUT", path, student: "eve", body: save("x".repeat(1_000_000)) })).status,
        [413],
      );
      tell(
        "a body of 3 MB",
        (await ask(site, { method: "PUT", path, student: "eve", body: save("x".repeat(3_000_000)) })).status,
        [413],
      );
      tell("headers of 30 KB", (await ask(site, { path, cookie: `a=${"x".repeat(30_000)}` })).status, [431]);
      tell(
        "JSON 5000 deep",
        (await ask(site, { method: "PUT", path, student: "eve", body: "[".repeat(5_000) })).status,
        [400, 413],
      );
      tell(
        "an event number of 30 digits",
        (await ask(site, { path: "/api/runs/x/events?after=999999999999999999999999999999", student: "eve" }))
          .status,
        [400, 404],
      );
      const chunked = await raw(
        site,
        `PUT ${path} HTTP/1.1\r\nHost: localhost:${site.port}\r\nOrigin: ${site.origin}\r\nCookie: ${site.cookieOf("eve")}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n` +
          `${"4000\r\n".concat("x".repeat(0x4000), "\r\n").repeat(20)}0\r\n\r\n`,
      );
      tell("a body without a length", Number(/^HTTP\/1\.1 (\d+)/.exec(chunked)?.[1] ?? 0), [413, 400]);
      const smuggled = await raw(
        site,
        `POST /api/runs HTTP/1.1\r\nHost: localhost:${site.port}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/health HTTP/1.1\r\nHost: localhost:${site.port}\r\n\r\n`,
        3_000,
      );
      claims["two lengths in one request get no second answer"] =
        (smuggled.match(/HTTP\/1\.1 /g) ?? []).length <= 1;
      tell("afterwards", (await ask(site, { path: "/api/health" })).status, [200]);
      const plain = await ask(site, { method: "PUT", path, student: "eve-2", body: save("FROM eve") });
      control[`a request within the bounds: ${plain.status}`] = plain.status === 200;
      return judgeClaims(claims, control);
    },
  },
  {
    id: "web/slow-client",
    title: "Clients that send a header a second, or read nothing",
    from: FROM,
    expects: "They are closed in time, and others are served meanwhile.",
    seconds: 75,
    run: async (ground) => {
      const site = await siteOf(ground);
      const begun = performance.now();
      const slow = Array.from({ length: 20 }, () => {
        const socket = connect(site.port, "127.0.0.1");
        socket.on("error", () => undefined).resume();
        socket.write(`GET /api/health HTTP/1.1\r\nHost: localhost:${site.port}\r\n`);
        const timer = setInterval(() => socket.write("X-Slow: x\r\n"), 1_000);
        return new Promise<void>((resolve) =>
          socket.on("close", () => {
            clearInterval(timer);
            resolve();
          }),
        );
      });
      const { status } = await ask(site, { path: "/api/health" });
      const closed = await Promise.race([
        Promise.all(slow).then(() => true),
        pause(60_000, false, { ref: false }),
      ]);
      const ms = Math.round(performance.now() - begun);
      return judgeClaims(
        {
          [`another client is answered: ${status}`]: status === 200,
          [`all 20 are closed after ${Math.round(ms / 1000)} s`]: closed,
        },
        { "they were open and slow for seconds": ms > 3_000 },
      );
    },
  },
];
