import { timingSafeEqual } from "node:crypto";
import type { HeaderReader, Session } from "../site.ts";
import { findSession } from "./session-cookie.ts";
import { generationOf } from "./session-key.ts";

/** The one student of a site that has no class. */
export const FIXED_STUDENT = "student";

/**
 * What the listener says of a request that comes from the computer that the site runs on. It takes away whatever a
 * client sends by this name, and no client knows the word that counts.
 */
export const HOME_HEADER = "x-drydock-home";

export interface SessionRules {
  readonly key: Buffer;
  /** The listener's word in HOME_HEADER; null: this site has no student without a session. */
  readonly homeWord: string | null;
}

/** bad: a cookie of ours that counts for nothing: expired, forged, or from before everybody was signed out. */
export type Visitor =
  { readonly session: Session } | { readonly session: null; readonly why: "none" | "bad" };

/**
 * Who a request comes from: the student of its session, the one student of a site without a class at the computer
 * itself, or nobody. A bad cookie is nobody there, too.
 */
export function readVisitor(rules: SessionRules, headers: HeaderReader, now: number = Date.now()): Visitor {
  const found = findSession(rules.key, headers.get("cookie"), now);
  if (found.status === "counts") {
    const { studentId, expiresAt } = found;
    return { session: { studentId, expiresAt, generation: generationOf(rules.key) } };
  }
  if (found.status === "bad") return { session: null, why: "bad" };
  if (isWord(headers.get(HOME_HEADER), rules.homeWord))
    return { session: { studentId: FIXED_STUDENT, expiresAt: null, generation: null } };
  return { session: null, why: "none" };
}

function isWord(given: string | null, wanted: string | null): boolean {
  if (given === null || wanted === null) return false;
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
