import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { pipeline } from "node:stream/promises";
import { type Answer, type Asked, notFound } from "./answer.ts";
import { answerArchive } from "./answer-archive.ts";
import { answerFiles, answerIndex } from "./answer-index.ts";
import { serveNames } from "./answer-name.ts";
import { answerLayers, answerRegistry, answerTokens } from "./answer-registry.ts";
import type { Image } from "./image.ts";
import { ADDRESS, HOSTS, OWN } from "./names.ts";

export interface TinyInternet {
  readonly images: readonly Image[];
  /** Folder of projects with wheels. */
  readonly wheels: string;
  readonly certificate: { readonly key: string; readonly certificate: string };
  /** Whether the registries have fallen silent. */
  readonly isGone: () => boolean;
  /** Told of every request. */
  readonly onRequest: (asked: Pick<Asked, "origin" | "path">, status: number) => void;
}

/** Starts all its servers in the network namespace of this process; they end with it. */
export async function serveTinyInternet(world: TinyInternet): Promise<void> {
  const { images, wheels } = world;
  const secure = { key: world.certificate.key, cert: world.certificate.certificate };
  await serveNames();
  const web = (scheme: string) =>
    handler(scheme, world, async (asked) => {
      const plain = scheme === "http";
      if (([HOSTS.registry, HOSTS.tokens, HOSTS.layers] as string[]).includes(asked.host)) answers();
      switch (asked.host) {
        case HOSTS.registry:
          return plain ? notFound : answerRegistry(asked, images, true);
        case HOSTS.tokens:
          return plain ? notFound : answerTokens(asked);
        case HOSTS.layers:
          return plain ? notFound : answerLayers(asked, images);
        case HOSTS.index:
          return plain ? notFound : await answerIndex(asked, wheels, `https://${HOSTS.files}`);
        case HOSTS.files:
          return plain ? notFound : answerFiles(asked, wheels);
        case HOSTS.debian:
          return answerArchive(asked);
        default:
          return { status: 200, body: "the stranger was reached\n" };
      }
    });
  const answers = () => {
    if (world.isGone()) throw new Error("silent");
  };
  const own = (answer: (asked: Asked) => Answer | Promise<Answer>) =>
    http.createServer(handler("http", world, async (asked) => await answer(asked)));
  await Promise.all([
    listen(http.createServer(web("http")), 80, ADDRESS),
    listen(https.createServer(secure, web("https")), 443, ADDRESS),
    listen(
      own((asked) => {
        answers();
        return answerRegistry(asked, images, false);
      }),
      OWN.registryPort,
      "127.0.0.1",
    ),
    listen(
      own(async (asked) =>
        asked.path.startsWith("/packages/")
          ? answerFiles(asked, wheels)
          : await answerIndex(asked, wheels, asked.origin),
      ),
      OWN.indexPort,
      "127.0.0.1",
    ),
    ...OWN.strangerPorts.map((port) =>
      listen(
        own(() => ({ status: 200, body: "the stranger was reached\n" })),
        port,
        "127.0.0.1",
      ),
    ),
  ]);
}

/** Only the registry of one's own, in plain HTTP on the loopback. */
export async function serveRegistry(images: readonly Image[]): Promise<void> {
  const answer = (asked: Asked) => Promise.resolve(answerRegistry(asked, images, false));
  const server = http.createServer(handler("http", { onRequest: () => undefined }, answer));
  await listen(server, OWN.registryPort, "127.0.0.1");
}

function handler(
  scheme: string,
  world: Pick<TinyInternet, "onRequest">,
  answer: (asked: Asked) => Promise<Answer>,
) {
  return (request: http.IncomingMessage, response: http.ServerResponse) => {
    const origin = `${scheme}://${request.headers.host ?? ""}`;
    const asked: Asked = {
      origin,
      host: URL.canParse(origin) ? new URL(origin).hostname : "",
      path: request.url ?? "/",
      authorization: request.headers.authorization ?? "",
      accept: request.headers.accept ?? "",
    };
    answer(asked)
      .then(async (given) => {
        world.onRequest(asked, given.status);
        await send(given, request.method === "HEAD", response);
      })
      .catch(() => response.destroy());
  };
}

async function send(answer: Answer, headOnly: boolean, response: http.ServerResponse): Promise<void> {
  const { status, body = "" } = answer;
  const isFile = typeof body === "object" && "file" in body;
  const length = isFile ? (await stat(body.file)).size : Buffer.byteLength(body);
  response.writeHead(status, { ...answer.headers, "content-length": length });
  if (headOnly || !isFile) response.end(headOnly ? undefined : body);
  else await pipeline(createReadStream(body.file, { highWaterMark: 256 * 1024 }), response);
}

function listen(server: http.Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => resolve());
  });
}
