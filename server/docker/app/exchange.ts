import http from "node:http";
import { isIPv4 } from "node:net";
import type { Duplex } from "node:stream";
import { AppError } from "../../../core/errors.ts";
import { say } from "../../../core/messages/say.ts";
import type { Seat } from "../../../core/seat/port.ts";
import { asSocket, lie } from "../engine.ts";

export interface AppAddress {
  readonly ip: string;
  readonly port: number;
}

export interface Exchange {
  readonly method: "GET" | "POST";
  /** Starts with "/". */
  readonly path: string;
  /** Sent as JSON when not empty. */
  readonly body?: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export type ExchangeResult =
  | {
      readonly status: "answered";
      readonly code: number;
      readonly headers: readonly [string, string][];
      readonly body: Buffer;
      /** The answer was longer than `maxBytes`, or did not end in time. */
      readonly truncated: boolean;
    }
  /** Nobody took the connection, or it ended before an answer. */
  | { readonly status: "refused" }
  | { readonly status: "timeout" }
  /** Something answered that is no HTTP. */
  | { readonly status: "nonsense"; readonly reason: string };

const MAX_HEADERS = 100;

/**
 * One HTTP exchange with an app in a seat, through `socat` in it: the seat's own network, nothing of ours.
 * Bounded in time and bytes; an abort rejects with the signal's reason.
 */
export async function exchange(
  seat: Seat<Duplex>,
  address: AppAddress,
  request: Exchange,
): Promise<ExchangeResult> {
  return exchangeAt(seat, checkAddress(address), address, request);
}

/** The same with what listens on the seat's own loopback, published ports among it. */
export async function exchangeOnLoopback(
  seat: Seat<Duplex>,
  port: number,
  request: Exchange,
): Promise<ExchangeResult> {
  return exchangeAt(seat, `127.0.0.1:${port}`, { ip: "localhost", port }, request);
}

async function exchangeAt(
  seat: Seat<Duplex>,
  place: string,
  named: AppAddress,
  request: Exchange,
): Promise<ExchangeResult> {
  const target = `TCP4:${place},connect-timeout=3`;
  const signal = request.signal;
  signal?.throwIfAborted();
  const stream = await seat.dial(["socat", "-", target], signal === undefined ? {} : { signal });
  try {
    return await talk(asSocket(stream), named, request);
  } finally {
    stream.destroy();
  }
}

/** Docker hands out addresses from its private pools; anything else is not a container of this seat. */
function checkAddress({ ip, port }: AppAddress): string {
  const [a = 0, b = 0] = ip.split(".").map(Number);
  const isPool = isIPv4(ip) && ((a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168));
  if (!isPool || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw lie(`container address ${ip.slice(0, 60)}:${port}`);
  }
  return `${ip}:${port}`;
}

function talk(stream: Duplex, address: AppAddress, request: Exchange): Promise<ExchangeResult> {
  return new Promise((resolve, reject) => {
    let result: Extract<ExchangeResult, { status: "answered" }> | null = null;
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (outcome: ExchangeResult) => {
      clearTimeout(timer);
      request.signal?.removeEventListener("abort", abort);
      outgoing.destroy();
      resolve(outcome);
    };
    const settle = (truncated: boolean) => {
      if (result !== null) finish({ ...result, body: Buffer.concat(chunks), truncated });
    };
    const abort = () => {
      reject(request.signal?.reason instanceof Error ? request.signal.reason : new Error("aborted"));
      finish({ status: "timeout" });
    };
    const timer = setTimeout(
      () => (result === null ? finish({ status: "timeout" }) : settle(true)),
      request.timeoutMs,
    );
    const body = request.body === undefined || request.body === "" ? undefined : Buffer.from(request.body);
    let outgoing: http.ClientRequest;
    try {
      outgoing = http.request({
        createConnection: () => stream,
        method: request.method,
        path: request.path,
        headers: {
          host: `${address.ip}:${address.port}`,
          accept: "*/*",
          connection: "close",
          ...(body === undefined
            ? {}
            : { "content-type": "application/json", "content-length": body.length }),
        },
      });
    } catch (cause) {
      clearTimeout(timer);
      reject(
        new AppError("BAD_REQUEST", {
          message: `path ${JSON.stringify(request.path)}`,
          userMessage: say("request.bad-path"),
          cause,
        }),
      );
      return;
    }
    request.signal?.addEventListener("abort", abort, { once: true });
    outgoing.on("response", (response) => {
      result = {
        status: "answered",
        code: response.statusCode ?? 0,
        headers: headersOf(response),
        body: Buffer.alloc(0),
        truncated: false,
      };
      response.on("data", (chunk: Buffer) => {
        const room = request.maxBytes - bytes;
        bytes += chunk.length;
        chunks.push(chunk.subarray(0, Math.max(0, room)));
        if (bytes > request.maxBytes) settle(true);
      });
      response.on("end", () => settle(false));
      response.on("error", () => settle(true));
      response.on("close", () => settle(true));
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      if (result !== null) settle(true);
      else if (error.code?.startsWith("HPE_") === true) finish({ status: "nonsense", reason: error.message });
      else finish({ status: "refused" });
    });
    outgoing.end(body);
  });
}

function headersOf(response: http.IncomingMessage): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < response.rawHeaders.length && pairs.length < MAX_HEADERS; at += 2) {
    pairs.push([
      (response.rawHeaders[at] ?? "").slice(0, 200),
      (response.rawHeaders[at + 1] ?? "").slice(0, 4000),
    ]);
  }
  return pairs;
}
