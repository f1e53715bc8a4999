import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { isAppError } from "../../core/errors.ts";
import type { Seat, SeatHost } from "../../core/seat/port.ts";
import { OpenSessions } from "../session/open-sessions.ts";
import { generationOf, type SessionKey } from "../session/session-key.ts";
import { answerPlainly } from "./answer-plainly.ts";
import { forwardRequest } from "./forward-request.ts";
import { forwardSocket, refuseSocket } from "./forward-socket.ts";
import { Places } from "./places.ts";
import { PortAgents } from "./port-agents.ts";
import {
  openClaim,
  type OpenedPreviewClaim,
  PREVIEW_COOKIE,
  previewLabel,
  signClaim,
} from "./preview-claim.ts";
import { previewLabelOf } from "./preview-host.ts";
import { type PreviewLimits, previewLimits } from "./preview-limits.ts";
import type { PreviewTickets } from "./preview-tickets.ts";
import { RunningSeats } from "./running-seats.ts";

export interface PreviewDoorParts {
  readonly key: SessionKey;
  /** Setting PREVIEW_DOMAIN; names below localhost are previews besides. */
  readonly domain: string;
  readonly tickets: PreviewTickets;
  /** @throws AppError SEAT_HOST_MISSING */
  readonly getHost: () => SeatHost<Duplex>;
  readonly limits?: Partial<PreviewLimits>;
}

/** What stands at the listener for host names of previews, before anything of the site. */
export interface PreviewDoor {
  /** Whether a Host header names a preview. */
  serves(host: string | undefined): boolean;
  handle(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Cuts what goes on. */
  close(): void;
}

/** Where a ticket becomes a cookie; the one path of a preview that is not the app's. */
export const OPEN_PATH = "/.drydock/open";
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

type Allowed =
  | { readonly status: "allowed"; readonly seat: Seat<Duplex>; readonly claim: OpenedPreviewClaim }
  | { readonly status: "refused"; readonly code: number; readonly heading: string; readonly text: string };

/** Lets a browser that has shown a ticket look at one port of its student's seat, and nobody at anything else. */
export function createPreviewDoor(parts: PreviewDoorParts): PreviewDoor {
  const { key, domain, tickets } = parts;
  const limits = { ...previewLimits, ...parts.limits };
  const places = new Places(limits.perStudent, limits.inAll);
  const agents = new PortAgents();
  const seats = new RunningSeats(parts.getHost);
  /** What goes on, each with what to call when it has ended by itself. */
  const open = new Map<Duplex | ServerResponse, () => void>();
  const sessions = new OpenSessions(key);
  const watchEnd = (one: Duplex | ServerResponse) => {
    open.set(one, () => undefined);
    one.once("close", () => {
      open.get(one)?.();
      open.delete(one);
    });
  };
  /** Cuts what goes on when its cookie is over, or the sessions that it was given with. */
  const holdWhile = (claim: OpenedPreviewClaim, one: Duplex | ServerResponse) => {
    if (!open.has(one)) return;
    const session = { expiresAt: claim.expiresAt, generation: generationOf(key.now()) };
    open.set(
      one,
      sessions.hold(session, () => one.destroy()),
    );
  };

  async function allow(request: IncomingMessage): Promise<Allowed> {
    const claim = claimOf(request);
    if (claim === null || previewLabel(key.now(), claim) !== previewLabelOf(request.headers.host, domain)) {
      return {
        status: "refused",
        code: 403,
        heading: "Open this preview from the lesson",
        text: "A preview is for the student whose seat it shows, and for some hours. In the lesson, open the panel App and press Open preview.",
      };
    }
    if (!isOwnOrigin(request)) {
      return { status: "refused", code: 403, heading: "Refused", text: "Another site sent this request." };
    }
    const seat = await seats.find(claim.studentId);
    if (seat === null) {
      return {
        status: "refused",
        code: 503,
        heading: "Your seat is asleep",
        text: "Nothing runs in it. Start your container again, then reload this page.",
      };
    }
    if (seat.name !== claim.seat) {
      return {
        status: "refused",
        code: 410,
        heading: "This seat is gone",
        text: "You have a fresh seat since. Start your container there and open its preview from the lesson.",
      };
    }
    return { status: "allowed", seat, claim };
  }

  function claimOf(request: IncomingMessage): OpenedPreviewClaim | null {
    for (const cookie of (request.headers.cookie ?? "").split(";")) {
      const [name, value] = cookie.trim().split("=", 2);
      const claim = name === PREVIEW_COOKIE ? openClaim(key.now(), value ?? "", Date.now()) : null;
      if (claim !== null) return claim;
    }
    return null;
  }

  function redeem(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", "http://preview");
    const ticket = request.method === "GET" ? tickets.redeem(url.searchParams.get("ticket") ?? "") : null;
    const label = previewLabelOf(request.headers.host, domain);
    // A ticket from before everybody was signed out was for another name.
    if (ticket === null || previewLabel(key.now(), ticket.claim) !== label) {
      answerPlainly(
        response,
        403,
        "This link has been used",
        "A link into a preview works once, within a minute. In the lesson, open the panel App and press Open preview.",
      );
      return;
    }
    const { claim } = ticket;
    const now = Date.now();
    const expiresAt = Math.min(now + limits.cookieMs, ticket.until ?? Infinity);
    const value = signClaim(key.now(), claim, expiresAt);
    const age = Math.floor((expiresAt - now) / 1000);
    response.writeHead(303, {
      Location: "/",
      "Set-Cookie": `${PREVIEW_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${claim.secure ? "; Secure" : ""}`,
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
      "Content-Length": 0,
    });
    response.end();
  }

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const allowed = await allow(request);
    if (allowed.status === "refused") {
      answerPlainly(response, allowed.code, allowed.heading, allowed.text);
      return;
    }
    const { seat, claim } = allowed;
    const leavePlace = places.take(claim.studentId);
    if (leavePlace === null) {
      answerPlainly(
        response,
        429,
        "Too much at once",
        "Too many requests of previews are under way. Try again.",
      );
      return;
    }
    holdWhile(claim, response);
    const { agent, leave } = agents.use(seat, claim);
    try {
      await forwardRequest(request, response, { agent, claim, limits });
    } finally {
      leave();
      leavePlace();
    }
  }

  return {
    serves: (host) => previewLabelOf(host, domain) !== null,
    handle: (request, response) => {
      watchEnd(response);
      const refusal = refuse(request, limits.requestBytes);
      if (refusal !== null)
        answerPlainly(response, refusal, "Refused", "A preview does not take such a request.");
      else if (pathOf(request) === OPEN_PATH) redeem(request, response);
      else {
        forward(request, response).catch((error: unknown) => {
          const text = isAppError(error)
            ? error.userMessage
            : "The preview broke on our side. Reload this page.";
          if (!isAppError(error)) console.error("a preview broke:", error);
          answerPlainly(response, isAppError(error) ? error.status : 500, "No preview", text);
        });
      }
    },
    upgrade: (request, socket, head) => {
      watchEnd(socket);
      if (refuse(request, 0) !== null || request.headers.upgrade?.toLowerCase() !== "websocket") {
        refuseSocket(socket, 400);
        return;
      }
      allow(request)
        .then(async (allowed) => {
          const leave = allowed.status === "allowed" ? places.take(allowed.claim.studentId) : null;
          if (allowed.status === "refused" || leave === null) {
            refuseSocket(socket, allowed.status === "refused" ? allowed.code : 429);
            return;
          }
          const { seat, claim } = allowed;
          holdWhile(claim, socket);
          try {
            await forwardSocket(request, socket, head, { seat, claim, limits });
          } finally {
            leave();
          }
        })
        .catch(() => refuseSocket(socket, 502));
    },
    close: () => {
      for (const one of open.keys()) one.destroy();
      sessions.close();
      agents.close();
    },
  };
}

/** A status when the request cannot be one of a preview's page. */
function refuse(request: IncomingMessage, maxBytes: number): number | null {
  if (!methods.includes(request.method ?? "")) return 405;
  if (!(request.url ?? "").startsWith("/")) return 400;
  const coding = request.headers["transfer-encoding"];
  if (coding !== undefined && (coding.toLowerCase() !== "chunked" || maxBytes === 0)) return 400;
  return Number(request.headers["content-length"] ?? 0) > maxBytes ? 413 : null;
}

const pathOf = (request: IncomingMessage) => (request.url ?? "").split("?", 1)[0];

/** What changes something, and every WebSocket, comes from a page of the same preview where a browser sends it. */
function isOwnOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  const reads =
    ["GET", "HEAD", "OPTIONS"].includes(request.method ?? "") && request.headers.upgrade === undefined;
  if (origin === undefined || reads) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
