import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import { isLoopbackAddress } from "../session/at-home.ts";
import { countHosts, isBelowLoopback, isKnownHost } from "../session/check-host.ts";
import type { Gate } from "../session/gate.ts";
import { contentSecurityPolicy, securityHeaders } from "./security-headers.ts";
import { turnAway } from "./turn-away.ts";

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** Host names besides localhost. */
  readonly allowedHosts: readonly string[];
  /** Bytes of a request's body. Routes hold their own, tighter limits. */
  readonly maxBodyBytes: number;
  readonly development: boolean;
  /** Says who comes, before anything is handled; `handle` and `upgrade` see nobody but where it lets them. */
  readonly gate: Pick<Gate, "visit" | "hold">;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Host names that are not the site's: they are handed over before anything else is looked at. */
  readonly previews: {
    serves(host: string | undefined): boolean;
    handle(request: IncomingMessage, response: ServerResponse): void;
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  };
  /** Takes a WebSocket, or answers false: then it is refused. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<boolean>;
}

export interface Serving {
  /** The port it listens to; differs from the asked one when that was 0. */
  readonly port: number;
  /** Answers 503 from now on and waits until the answers under way have ended, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** A page that is told that its session is over has this long to hear it before its socket is cut. */
const CUT_MS = 1000;

/** The HTTP server around Next: bounded, and nothing gets past it that is not for this site. */
export async function serve(options: ServeOptions): Promise<Serving> {
  let closing = false;
  const server = createServer(
    // Time for the whole of a request to arrive; answers (event streams) may take as long as they like.
    { maxHeaderSize: 16 * 1024, headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 10_000 },
    (request, response) => {
      const foreign = closing ? { status: 503, text: "The site is stopping." } : refuseHost(request);
      if (foreign !== null) {
        answerPlainly(response, foreign.status, foreign.text);
        return;
      }
      if (options.previews.serves(request.headers.host)) {
        options.previews.handle(request, response);
        return;
      }
      const refusal = refuse(request, options);
      if (refusal !== null) {
        answerPlainly(response, refusal.status, refusal.text);
        return;
      }
      const visit = options.gate.visit(request);
      if (visit.status === "turned-away") {
        turnAway(request, response, visit.isBad);
        return;
      }
      if (visit.session !== null) {
        const leave = options.gate.hold(visit.session, () => response.destroy());
        response.once("close", leave);
      }
      prepare(request, response, options.development);
      options.handle(request, response).catch((error: unknown) => {
        console.error("a request was not handled:", error);
        if (!response.headersSent) answerPlainly(response, 500, "The site could not answer.");
        else response.destroy();
      });
    },
  );
  server.maxRequestsPerSocket = 1000;
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const status = clientErrors[error.code ?? ""] ?? "400 Bad Request";
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    else socket.destroy();
  });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const refusal = (status = "400 Bad Request") =>
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    if (closing || refuseHost(request) !== null) {
      refusal();
      return;
    }
    if (options.previews.serves(request.headers.host)) {
      options.previews.upgrade(request, socket, head);
      return;
    }
    if (refuse(request, options) !== null) {
      refusal();
      return;
    }
    const visit = options.gate.visit(request);
    if (visit.status === "turned-away" || visit.session === null) {
      refusal("401 Unauthorized");
      return;
    }
    const leave = options.gate.hold(visit.session, () => setTimeout(() => socket.destroy(), CUT_MS));
    socket.once("close", leave);
    options.upgrade(request, socket, head).then(
      (taken) => {
        if (!taken) refusal();
      },
      () => socket.destroy(),
    );
  });
  await listen(server, options);
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    close: (graceMs) => {
      closing = true;
      return new Promise((resolve) => {
        const force = setTimeout(() => server.closeAllConnections(), graceMs);
        // A connection that is kept alive becomes idle when its answer ends, which may be later.
        const idle = setInterval(() => server.closeIdleConnections(), 50);
        server.close(() => {
          clearTimeout(force);
          clearInterval(idle);
          resolve();
        });
        server.closeIdleConnections();
      });
    },
  };
}

/** What Node could not read as a request, by its error code. */
const clientErrors: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/**
 * Why a request is for nobody here, not for a preview either: two that read its name differently would each think it
 * is for another, and a name of the computer itself comes from nowhere else.
 */
function refuseHost(request: IncomingMessage): { readonly status: number; readonly text: string } | null {
  if (countHosts(request) !== 1 || request.headers.host === "")
    return { status: 400, text: "A request names the site once, in one Host header." };
  if (isBelowLoopback(request.headers.host) && !isLoopbackAddress(request.socket.remoteAddress))
    return notItsName;
  return null;
}

const notItsName = {
  status: 421,
  text: "This site does not answer to that host name. The setting ALLOWED_HOSTS lists the names it answers to.",
};

/** Why a request is not even looked at; null when it is. */
function refuse(
  request: IncomingMessage,
  options: ServeOptions,
): { readonly status: number; readonly text: string } | null {
  const isLocal = isLoopbackAddress(request.socket.remoteAddress);
  if (!isKnownHost(request.headers.host, [options.host, ...options.allowedHosts], isLocal)) return notItsName;
  const method = request.method ?? "";
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  if (!isDecodable(path)) return { status: 400, text: "This address is not well formed." };
  const reads = method === "GET" || method === "HEAD";
  if (!reads && !(path.startsWith("/api/") && ["POST", "PUT", "DELETE"].includes(method))) {
    return { status: 405, text: "This address cannot be used that way." };
  }
  const length = request.headers["content-length"];
  if (length !== undefined && Number(length) > options.maxBodyBytes) {
    return { status: 413, text: "The request is too large." };
  }
  return null;
}

/** Next answers 500 to a path whose percent signs do not decode. */
function isDecodable(path: string): boolean {
  try {
    return path.startsWith("/") && !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}

function prepare(request: IncomingMessage, response: ServerResponse, development: boolean): void {
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"), development);
  // Next takes the nonce for its own scripts from this request header.
  request.headers["content-security-policy"] = policy;
  response.setHeader("Content-Security-Policy", policy);
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
}

function answerPlainly(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    ...securityHeaders,
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    // The body was not read, so the connection cannot be used again.
    Connection: "close",
  });
  response.end(`${text}\n`);
}

function listen(server: Server, { host, port }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
