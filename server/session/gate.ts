import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type Config, isForOneStudent } from "../config.ts";
import type { Session } from "../site.ts";
import { isAtHome } from "./at-home.ts";
import { OpenSessions } from "./open-sessions.ts";
import { isOpenToAll } from "./open-to-all.ts";
import { HOME_HEADER, readVisitor, type Visitor } from "./read-session.ts";
import type { SessionKey } from "./session-key.ts";

/** What the listener decides about a request before anything of the site sees it. */
export type Visit =
  /** `session` null: nobody, at an address that is open to all. */
  | { readonly status: "comes-in"; readonly session: Session | null }
  /** isBad: there was a cookie, and it counts for nothing any more. */
  | { readonly status: "turned-away"; readonly isBad: boolean };

/** The one place where it is judged who a request comes from, and whether it may come in. */
export interface Gate {
  /** Takes away what the client claims of itself, says what the listener knows, and decides. */
  visit(request: IncomingMessage): Visit;
  /** Who a request comes from that has passed `visit`. */
  read(headers: { get(name: string): string | null }): Visitor;
  /** Calls `end` once when the session is over. @returns to be called when what was open has ended by itself */
  hold(session: Session, end: () => void): () => void;
  close(): void;
}

/** @param everyMs how often open connections are looked through */
export function createGate(
  config: Pick<Config, "SIGN_IN" | "HOST" | "ALLOWED_HOSTS">,
  key: SessionKey,
  everyMs?: number,
): Gate {
  const homeWord = isForOneStudent(config) ? randomBytes(24).toString("base64url") : null;
  const open = new OpenSessions(key, everyMs);
  const read: Gate["read"] = (headers) => readVisitor({ key: key.now(), homeWord }, headers);
  return {
    read,
    hold: (session, end) => open.hold(session, end),
    close: () => open.close(),
    visit: (request) => {
      Reflect.deleteProperty(request.headers, HOME_HEADER);
      if (homeWord !== null && isAtHome(request)) request.headers[HOME_HEADER] = homeWord;
      const visitor = read({ get: (name) => one(request.headers[name]) });
      if (visitor.session !== null) return { status: "comes-in", session: visitor.session };
      if (isOpenToAll(request.method ?? "", request.url ?? "")) return { status: "comes-in", session: null };
      return { status: "turned-away", isBad: visitor.why === "bad" };
    },
  };
}

function one(header: string | string[] | undefined): string | null {
  return typeof header === "string" ? header : null;
}
