import { readdir } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { fileURLToPath, pathToFileURL } from "node:url";

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

const api = fileURLToPath(new URL("../app/api", import.meta.url));

export interface Route {
  readonly parts: readonly string[];
  readonly handlers: Readonly<Record<string, Handler>>;
}

/** The routes as they stand in app/api, loaded by their paths: what Next does with them in a build. */
export async function findRoutes(): Promise<Route[]> {
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

export async function dispatch(routes: readonly Route[], request: IncomingMessage, response: ServerResponse) {
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
    Readable.fromWeb(answer.body as NodeStream)
      .on("error", () => response.destroy())
      .pipe(response);
}
