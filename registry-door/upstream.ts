import { once } from "node:events";
import http, { type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";

/** docker-registry on the loopback. */
export interface Upstream {
  readonly port: number;
  readonly agent: http.Agent;
}

export const connectUpstream = (port: number): Upstream => ({
  port,
  agent: new http.Agent({ keepAlive: true, maxSockets: 256 }),
});

export interface UpstreamRequest {
  readonly method: string;
  /** Written by us from checked parts. */
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Buffer;
}

/** Asks, and resolves with the answer, whose body is still to be read. Rejects when the registry is not there. */
export function askUpstream(upstream: Upstream, request: UpstreamRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = open(upstream, request, { "content-length": request.body?.length ?? 0 });
    sent.once("response", resolve).once("error", reject);
    sent.end(request.body);
  });
}

/**
 * Sends a body piece by piece, each admitted before it goes on. Rejects with what `admit` throws, or when either side
 * breaks off; `body` is left as it is, so that its sender can still be told why.
 */
export async function streamUpstream(
  upstream: Upstream,
  request: Omit<UpstreamRequest, "body">,
  body: Readable,
  admit: (bytes: number) => Promise<void>,
): Promise<IncomingMessage> {
  const sent = open(upstream, request, { "content-type": "application/octet-stream" });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once("response", resolve).once("error", reject);
    body.once("error", reject).once("close", () => {
      if (!body.readableEnded) reject(new Error("the sender broke off"));
    });
  });
  const failed = answered.then(() => undefined);
  failed.catch(() => undefined);
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      await admit((chunk as Buffer).length);
      if (!sent.write(chunk)) await Promise.race([once(sent, "drain"), failed]);
    }
    sent.end();
    return await answered;
  } catch (error) {
    sent.destroy();
    answered.catch(() => undefined);
    throw error;
  }
}

function open(
  upstream: Upstream,
  request: UpstreamRequest,
  headers: OutgoingHttpHeaders,
): http.ClientRequest {
  const { method, path } = request;
  return http.request({
    host: "127.0.0.1",
    port: upstream.port,
    agent: upstream.agent,
    method,
    path,
    headers: { host: "registry:5000", ...headers, ...request.headers },
    timeout: 120_000,
  });
}
