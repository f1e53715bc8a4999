import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import type { Duplex } from "node:stream";
import type { Seat } from "../core/seat/port.ts";
import { openPreviews } from "../server/preview/open-previews.ts";
import type { PreviewLimits } from "../server/preview/preview-limits.ts";
import type { SessionKey } from "../server/session/session-key.ts";
import { fakeSeatHost } from "./engines/fake-engines.ts";
import { serveTestSite } from "./serve-test-site.ts";

export interface PreviewAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/**
 * For tests: a site with previews, whose students' seats all lead to one server on loopback, which stands for the
 * app in a seat: an HTTP server, or one of bare connections.
 */
export async function startPreviewSite(app: net.Server, limits: Partial<PreviewLimits> = {}) {
  app.listen(0, "127.0.0.1");
  await once(app, "listening");
  const connections = new Set<net.Socket>();
  app.on("connection", (socket: net.Socket) => {
    connections.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => connections.delete(socket));
  });
  /** What was run in the seats. */
  const dialled: string[] = [];
  /** Seats by student; without one their seat does not run. */
  const seats = new Map<string, string>();
  const find = (studentId: string): Promise<Seat<Duplex> | null> => {
    const name = seats.get(studentId);
    return Promise.resolve(name === undefined ? null : seat(name));
  };
  const seat = (name: string): Seat<Duplex> => ({
    name,
    limits: { memoryBytes: 1, processes: 1, cpus: 1, diskBytes: 1 },
    exec: () => Promise.reject(new Error("nothing is run here")),
    dial: (command) => {
      dialled.push(`${name}: ${command.join(" ")}`);
      return Promise.resolve(net.connect((app.address() as net.AddressInfo).port, "127.0.0.1"));
    },
    openTerminal: () => Promise.reject(new Error("no terminal")),
    lastUsedAt: () => 0,
    keep: () => () => undefined,
    putFiles: () => Promise.resolve(),
    usage: () => Promise.resolve({ state: "awake", memoryBytes: 0, diskBytes: 0, processes: 0 }),
  });
  const host = fakeSeatHost({ findSeat: find });
  let key: Buffer = Buffer.alloc(32, 7);
  const keys: SessionKey = { now: () => key, close: () => undefined };
  const previews = openPreviews({
    config: { PREVIEW_DOMAIN: "" },
    key: keys,
    getHost: () => host,
    limits,
  });
  const serving = await serveTestSite(previews);
  const siteOrigin = `http://localhost:${serving.port}`;

  /** One request over a connection of its own, with the Host header of a preview. */
  function request(
    hostName: string,
    path: string,
    options: {
      readonly method?: string;
      readonly headers?: http.OutgoingHttpHeaders;
      readonly body?: string | Buffer;
    } = {},
  ): Promise<PreviewAnswer> {
    return new Promise((resolve, reject) => {
      const outgoing = http.request({
        host: "127.0.0.1",
        port: serving.port,
        agent: false,
        path,
        method: options.method ?? "GET",
        headers: { host: hostName, ...options.headers },
      });
      outgoing.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      });
      outgoing.on("error", reject);
      outgoing.end(options.body);
    });
  }

  return {
    port: serving.port,
    siteOrigin,
    seats,
    dialled,
    request,
    /** Everybody is signed out: another key counts from now on. */
    replaceKey: () => (key = Buffer.alloc(32, 8)),
    link: (
      studentId: string,
      port = 8000,
      of: "seat" | "app" = "seat",
      until: number | null = null,
    ): Promise<string> => previews.openPreview(studentId, { of, port }, siteOrigin, until),
    /** A browser of the student that has been let in. */
    enter: async (studentId: string, port = 8000, until: number | null = null) => {
      const url = new URL(await previews.openPreview(studentId, { of: "seat", port }, siteOrigin, until));
      const answer = await request(url.host, url.pathname + url.search);
      const cookie = answer.headers["set-cookie"]?.[0]?.split(";", 1)[0] ?? "";
      return {
        host: url.host,
        cookie,
        get: (path: string, headers: http.OutgoingHttpHeaders = {}) =>
          request(url.host, path, { headers: { cookie, ...headers } }),
      };
    },
    close: async () => {
      previews.door.close();
      await serving.close(100);
      for (const socket of connections) socket.destroy();
      app.close();
    },
  };
}

/** An app that writes these bytes to whoever connects, after it has been asked. */
export const rawApp = (answer: string): net.Server =>
  net.createServer((socket) => {
    socket.once("data", () => socket.end(answer, "latin1"));
  });
