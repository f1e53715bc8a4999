import type http from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { refusals, refuse, Refused } from "./refusal.ts";

const CONNECTIONS = 512;
/** docker pushes five layers at once and pulls three. */
const CONNECTIONS_OF_ONE = 48;
const REQUESTS_OF_ONE = 24;
const IDLE_MS = 120_000;
const HEADERS_MS = 15_000;
const REQUEST_MS = 30 * 60_000;

/** Bounds for a whole server; a seat cannot have another address than its own, so an address is a seat. */
export function limitServer(server: http.Server): void {
  const connections = new Map<string, number>();
  server.maxConnections = CONNECTIONS;
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = 30_000;
  server.setTimeout(IDLE_MS);
  server.on("connection", (socket) => {
    const address = socket.remoteAddress ?? "";
    const count = (connections.get(address) ?? 0) + 1;
    connections.set(address, count);
    socket.once("close", () => {
      const left = (connections.get(address) ?? 1) - 1;
      if (left > 0) connections.set(address, left);
      else connections.delete(address);
    });
    if (count > CONNECTIONS_OF_ONE) socket.destroy();
  });
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Bounds what one seat asks for at once, and ends a request whose answer fails without taking the others along. */
export function limitRequests(answer: Answer): (request: IncomingMessage, response: ServerResponse) => void {
  const running = new Map<string, number>();
  return (request, response) => {
    const address = request.socket.remoteAddress ?? "";
    const count = (running.get(address) ?? 0) + 1;
    if (count > REQUESTS_OF_ONE) {
      refuse(response, refusals.busy);
      return;
    }
    running.set(address, count);
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    answer(request, response)
      .catch((error: unknown) => {
        const isDown = (error as NodeJS.ErrnoException).code === "ECONNREFUSED";
        if (error instanceof Refused) refuse(response, error.refusal);
        else if (isDown) refuse(response, refusals.down);
        else response.destroy();
      })
      .finally(() => {
        const left = (running.get(address) ?? 1) - 1;
        if (left > 0) running.set(address, left);
        else running.delete(address);
      });
  };
}
