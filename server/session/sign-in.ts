import type { SecurityLog } from "../security-log/security-log.ts";
import { giveSession, SESSION_MS } from "./session-cookie.ts";
import type { SessionKey } from "./session-key.ts";
import { openSigned } from "./signed-claim.ts";

/** expired: the invitation is over. unknown: this site has not given it, or everybody was signed out since. */
export type SignedIn =
  | {
      readonly status: "signed-in";
      readonly studentId: string;
      /** The header that gives the browser its session. */
      readonly setCookie: string;
    }
  | { readonly status: "expired" | "unknown" };

/**
 * Makes a session of an invitation. An invitation may be used again until it is over, on a second device as well.
 * @param invitation itself, or the whole link that somebody has pasted
 * @param isSecure the browser reaches the site over https
 */
export async function signIn(
  parts: { readonly key: SessionKey; readonly log: SecurityLog },
  invitation: string,
  isSecure: boolean,
): Promise<SignedIn> {
  const key = parts.key.now();
  const now = Date.now();
  const behindHash = invitation.slice(invitation.lastIndexOf("#") + 1).trim();
  const opened = openSigned(key, "invitation", behindHash, now);
  if (opened.status !== "counts") {
    const status = opened.status === "expired" ? "expired" : "unknown";
    await parts.log.add({
      who: "nobody",
      what: "sign-in refused",
      ...(opened.status === "expired" ? { whom: opened.studentId } : {}),
      reason: status === "expired" ? "the invitation is over" : "no invitation of this site",
    });
    return { status };
  }
  const { studentId } = opened;
  await parts.log.add({ who: studentId, what: "sign-in", whom: studentId });
  const claim = { studentId, expiresAt: now + SESSION_MS };
  return { status: "signed-in", studentId, setCookie: giveSession(key, claim, isSecure, now) };
}
