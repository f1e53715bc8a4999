import type { SecurityLog } from "../security-log/security-log.ts";
import type { HeaderReader, Session } from "../site.ts";
import { checkOrigin } from "./check-origin.ts";
import type { Gate } from "./gate.ts";
import { notSignedIn } from "./not-signed-in.ts";
import { takeSession } from "./session-cookie.ts";
import type { SessionKey } from "./session-key.ts";
import { type SignedIn, signIn } from "./sign-in.ts";

export type Entrance = ReturnType<typeof createEntrance>;

/** Who comes in, and who goes. */
export function createEntrance(parts: {
  readonly key: SessionKey;
  readonly gate: Gate;
  readonly log: SecurityLog;
}) {
  return {
    /** Who asks. Null: nobody, who gets nothing but the way in. */
    readSession: (headers: HeaderReader): Session | null => parts.gate.read(headers).session,

    /**
     * Makes a session of what stands behind "#" in an invitation's link.
     * @param isSecure the browser reaches the site over https
     */
    signIn: (invitation: string, isSecure: boolean): Promise<SignedIn> => signIn(parts, invitation, isSecure),

    /** Keeps that a student signs out; the answer takes the cookie away (`takeSession`). */
    signOut: async (studentId: string): Promise<void> =>
      parts.log.add({ who: studentId, what: "sign-out", whom: studentId }),

    /** The headers that take a session away from a browser. */
    takeSession,

    /** Refuses a write that another site made a browser send. AppError FORBIDDEN */
    checkOrigin,

    /** What nobody is answered. */
    notSignedIn,
  };
}
