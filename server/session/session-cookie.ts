import { type Claim, openSigned, signFor } from "./signed-claim.ts";

/**
 * Names of the session's cookie. Over https it has the prefix with which browsers let no other host and no plain
 * http set it; what was signed for one of the two names counts for nothing under the other.
 */
export const SESSION_COOKIE = "drydock_session";
export const SECURE_SESSION_COOKIE = "__Host-drydock_session";

/** A month: long enough for a course, with an invitation at the start of the next one. */
export const SESSION_MS = 30 * 24 * 3600 * 1000;

/** The value of a session's cookie on plain http. */
export const signSession = (key: Buffer, studentId: string, expiresAt: number): string =>
  signFor(key, "session", { studentId, expiresAt });

/** The header that gives a browser its session. */
export function giveSession(key: Buffer, claim: Claim, isSecure: boolean, now: number): string {
  const value = signFor(key, isSecure ? "session over tls" : "session", claim);
  const age = Math.max(0, Math.floor((claim.expiresAt - now) / 1000));
  return `${isSecure ? SECURE_SESSION_COOKIE : SESSION_COOKIE}=${value}; ${attributes(isSecure)}; Max-Age=${age}`;
}

/** The headers that take it away, by both names. */
export const takeSession: readonly string[] = [
  `${SESSION_COOKIE}=; ${attributes(false)}; Max-Age=0`,
  `${SECURE_SESSION_COOKIE}=; ${attributes(true)}; Max-Age=0`,
];

/** bad: there is a cookie of ours, and none that counts. */
export type FoundSession =
  ({ readonly status: "counts" } & Claim) | { readonly status: "none" } | { readonly status: "bad" };

/** The session that a Cookie header brings. Where two of different students come together, neither counts. */
export function findSession(key: Buffer, cookieHeader: string | null, now: number): FoundSession {
  const cookies = (cookieHeader ?? "")
    .slice(0, 8192)
    .split(";")
    .map((cookie) => cookie.trim().split("=", 2));
  const named = (wanted: string) =>
    cookies.flatMap(([name, value]) => (name === wanted ? [value ?? ""] : []));
  const secure = named(SECURE_SESSION_COOKIE);
  const plain = named(SESSION_COOKIE);
  if (secure.length + plain.length === 0) return { status: "none" };
  // A page of another host may have set the plain one; not the other.
  const claims =
    secure.length > 0
      ? secure.map((value) => openSigned(key, "session over tls", value, now))
      : plain.map((value) => openSigned(key, "session", value, now));
  const counting = claims.filter((claim) => claim.status === "counts");
  const [first] = counting;
  if (first === undefined || counting.some(({ studentId }) => studentId !== first.studentId))
    return { status: "bad" };
  return first;
}

function attributes(isSecure: boolean): string {
  return `Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
}
