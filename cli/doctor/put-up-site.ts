import { chmod, mkdir, readdir } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath, pathToFileURL } from "node:url";
import { openDatabase } from "../../server/db/open-database.ts";
import { startPostgres } from "../../server/db/start-postgres.ts";
import { serve } from "../../server/http/serve.ts";
import { signSession } from "../../server/session/session-cookie.ts";
import { provideSite } from "../../server/site.ts";
import { isTerminalSocket } from "../../server/terminal/accept-socket.ts";
import { startTestSite } from "../../server/test-site.ts";

/** A site of the doctor's own on loopback: the real listener, routes, operations and database; no pages, no seats. */
export interface OwnSite {
  readonly port: number;
  readonly origin: string;
  readonly lab: string;
  /** The cookie of a signed-in student. */
  cookieOf(student: string): string;
  close(): Promise<void>;
}

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

const api = fileURLToPath(new URL("../../app/api", import.meta.url));
/** Below the doctor's data directory; the sweeper ends a PostgreSQL that it finds there. */
export const SITE_FOLDER = "site";
const MAX_BODY_BYTES = 2_000_000;
/** What startTestSite signs with. */
const KEY = Buffer.alloc(32, 7);

export async function putUpSite(dataDirectory: string): Promise<OwnSite> {
  const dataDir = path.join(dataDirectory, SITE_FOLDER);
  await mkdir(dataDir, { recursive: true });
  // PostgreSQL runs as another user when we are root, and has to get at its folder.
  for (const one of [dataDirectory, dataDir]) await chmod(one, 0o755);
  const postgres = await startPostgres(dataDir);
  const opened = await openDatabase({ socketDir: postgres.socketDir });
  const created = await startTestSite({ db: opened.db, dataDir, config: { FILE_BYTES: 10_000 } });
  provideSite(created.site);
  const routes = await findRoutes();
  const serving = await serve({
    host: "127.0.0.1",
    port: 0,
    allowedHosts: [],
    maxBodyBytes: MAX_BODY_BYTES,
    development: false,
    handle: (request, response) => dispatch(routes, request, response),
    previews: created.previewDoor,
    upgrade: (request, socket, head) => {
      const terminal = isTerminalSocket(request.url);
      if (terminal) created.terminalDoor(request, socket, head);
      return Promise.resolve(terminal);
    },
  });
  return {
    port: serving.port,
    origin: `http://localhost:${serving.port}`,
    lab: "demo/first/one",
    cookieOf: (student) => `drydock_session=${signSession(KEY, student, Date.now() + 600_000)}`,
    close: async () => {
      await serving.close(200);
      await created.stop();
      provideSite(undefined);
      await opened.close();
      await postgres.stop();
    },
  };
}

interface Route {
  readonly parts: readonly string[];
  readonly handlers: Readonly<Record<string, Handler>>;
}

/** The routes as they stand in app/api, loaded by their paths: what Next does with them in a build. */
async function findRoutes(): Promise<Route[]> {
  const files = (await readdir(api, { recursive: true })).filter(
    (file) => path.basename(file) === "route.ts",
  );
  return await Promise.all(
    files.map(async (file) => ({
      parts: path.dirname(file).split("/"),
      handlers: (await import(pathToFileURL(path.join(api, file)).href)) as Record<string, Handler>,
    })),
  );
}

async function dispatch(routes: readonly Route[], request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
  const parts = url.pathname.split("/").slice(2).map(decodeURIComponent);
  const found = routes.find(
    (route) =>
      route.parts.length === parts.length &&
      route.parts.every((part, index) => part.startsWith("[") || part === parts[index]),
  );
  const handler = found?.handlers[request.method ?? ""];
  if (!url.pathname.startsWith("/api/") || found === undefined || handler === undefined) {
    response.writeHead(404).end("not found\n");
    return;
  }
  const params = Object.fromEntries(
    found.parts.flatMap((part, index) => (part.startsWith("[") ? [[part.slice(1, -1), parts[index]]] : [])),
  );
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  const answer = await handler(
    new Request(url, {
      method: request.method ?? "GET",
      headers: request.headers as Record<string, string>,
      ...(hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: "half" } : {}),
    }),
    { params: Promise.resolve(params) },
  );
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body === null) response.end();
  else
    Readable.fromWeb(answer.body as import("node:stream/web").ReadableStream)
      .on("error", () => response.destroy())
      .pipe(response);
}
