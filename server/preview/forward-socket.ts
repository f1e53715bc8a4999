import http from "node:http";
import { type Duplex, pipeline } from "node:stream";
import type { Seat } from "../../core/seat/port.ts";
import { requestHeaders, responseHeaders } from "./forward-headers.ts";
import { dialPort } from "./port-agent.ts";
import type { PreviewClaim } from "./preview-claim.ts";
import type { PreviewLimits } from "./preview-limits.ts";
import { meter, watchFlow } from "./watch-flow.ts";

/**
 * A WebSocket of a browser to an app in a seat: the handshake with its headers filtered, from then on bytes, both
 * ways with back-pressure. Resolves when it is over; never rejects.
 */
export async function forwardSocket(
  request: http.IncomingMessage,
  socket: Duplex,
  head: Buffer,
  target: {
    readonly seat: Seat<Duplex>;
    readonly claim: PreviewClaim;
    readonly limits: PreviewLimits;
  },
): Promise<void> {
  const { limits } = target;
  let stream: Duplex;
  try {
    stream = await dialPort(target.seat, target.claim);
  } catch {
    refuseSocket(socket, 502);
    return;
  }
  await new Promise<void>((resolve) => {
    const finish = () => {
      watch.stop();
      clearTimeout(answer);
      stream.destroy();
      socket.destroy();
      resolve();
    };
    const watch = watchFlow(limits.socketIdleMs, limits.longestMs, finish);
    const answer = setTimeout(() => refuse(504), limits.answerMs);
    const refuse = (status: number) => {
      clearTimeout(answer);
      refuseSocket(socket, status);
      socket.once("close", finish);
      stream.destroy();
    };
    socket.once("close", finish);
    if (socket.destroyed) {
      finish();
      return;
    }
    let outgoing: http.ClientRequest;
    try {
      outgoing = http.request({
        createConnection: () => stream,
        method: "GET",
        path: request.url,
        headers: [
          ...requestHeaders(request.rawHeaders, target.claim.secure).flat(),
          ...["Connection", "Upgrade", "Upgrade", "websocket"],
        ],
      });
    } catch {
      refuse(400);
      return;
    }
    outgoing.on("error", () => refuse(502));
    // The app would rather not: the browser only learns that it failed.
    outgoing.on("response", (answered) => {
      answered.destroy();
      refuse(answered.statusCode !== undefined && answered.statusCode >= 400 ? answered.statusCode : 502);
    });
    outgoing.on("upgrade", (answered, upstream, first) => {
      clearTimeout(answer);
      const headers = responseHeaders(answered.rawHeaders);
      const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
      // Latin-1, as Node reads headers.
      socket.write(
        Buffer.from(
          `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${lines}\r\n`,
          "latin1",
        ),
      );
      if (first.length > 0) socket.write(first);
      if (head.length > 0) upstream.write(head);
      const bounds = { ...limits, maxBytes: limits.socketBytes };
      pipeline(upstream, meter(bounds, watch), socket, finish);
      pipeline(socket, meter(bounds, watch), upstream, finish);
    });
    outgoing.end();
  });
}

/** An answer instead of a WebSocket. */
export function refuseSocket(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? "Refused"}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
