import type { IncomingMessage } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { isAppError } from "../../core/errors.ts";
import { labId } from "../../core/lab/lab-id.ts";
import { MAX_INPUT_BYTES, SIGNED_OUT_CODE } from "../../core/terminal/protocol.ts";
import { checkOrigin } from "../session/check-origin.ts";
import type { Session } from "../site.ts";
import type { ManagedTerminal, TerminalManager } from "./terminal-manager.ts";

/** JSON of a page: the versions of 200 files with long names. */
const MAX_MESSAGE_BYTES = Math.max(MAX_INPUT_BYTES, 64 * 1024);
const socketPath = /^\/api\/terminals\/([0-9a-f-]{36})\/socket$/;

export const isTerminalSocket = (url: string | undefined): boolean =>
  socketPath.test((url ?? "").split("?", 1)[0] ?? "");

export interface AcceptParts {
  readonly manager: Pick<TerminalManager, "find">;
  readonly readSession: (headers: { get(name: string): string | null }) => Session | null;
  /** Calls back once when the session is over. */
  readonly hold: (session: Session, end: () => void) => () => void;
  readonly serve: (socket: WebSocket, to: AcceptedSocket) => void;
  /** Sockets that are open now, in all and of one student; beyond these a page is turned away. */
  readonly perStudent?: number;
  readonly inAll?: number;
}

export interface AcceptedSocket {
  readonly terminal: ManagedTerminal;
  /** Lab that the page shows. */
  readonly lab: string;
  /** Where the page's output ends; null when it has none. */
  readonly from: number | null;
}

const PER_STUDENT = 24;
const IN_ALL = 600;

/**
 * Takes the WebSockets of terminals: same Host check as every request (before this), same Origin check as every
 * write, same session, and it ends with that session. A terminal of somebody else is not there.
 */
export function createSocketDoor(parts: AcceptParts) {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const open = new Map<string, number>();
  let all = 0;

  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const refuse = (status: number) => {
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\n\r\n`);
    };
    const headers = { get: (name: string) => one(request.headers[name]) };
    try {
      checkOrigin(headers);
    } catch (error) {
      refuse(isAppError(error) ? error.status : 403);
      return;
    }
    const url = new URL(request.url ?? "/", "http://site");
    const session = parts.readSession(headers);
    if (session === null) {
      refuse(401);
      return;
    }
    const { studentId } = session;
    const terminal = parts.manager.find(studentId, socketPath.exec(url.pathname)?.[1] ?? "");
    const lab = labId.safeParse(url.searchParams.get("lab"));
    const from = url.searchParams.get("from");
    if (terminal === null) {
      refuse(404);
      return;
    }
    if (!lab.success || (from !== null && !/^\d{1,15}$/.test(from))) {
      refuse(400);
      return;
    }
    const mine = open.get(studentId) ?? 0;
    if (mine >= (parts.perStudent ?? PER_STUDENT) || all >= (parts.inAll ?? IN_ALL)) {
      refuse(429);
      return;
    }
    open.set(studentId, mine + 1);
    all += 1;
    socket.once("close", () => {
      const left = (open.get(studentId) ?? 1) - 1;
      if (left === 0) open.delete(studentId);
      else open.set(studentId, left);
      all -= 1;
    });
    server.handleUpgrade(request, socket, head, (accepted) => {
      accepted.once(
        "close",
        parts.hold(session, () => accepted.close(SIGNED_OUT_CODE, "signed out")),
      );
      parts.serve(accepted, { terminal, lab: lab.data, from: from === null ? null : Number(from) });
    });
  };
}

function one(header: string | string[] | undefined): string | null {
  return typeof header === "string" ? header : null;
}
