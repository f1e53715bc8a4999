import type { HeaderReader, Session } from "../site.ts";
import { SESSION_COOKIE, openSession } from "./session-cookie.ts";

/** The one student of a site that has no class. */
export const FIXED_STUDENT = "student";

/**
 * Who a request comes from. Without a valid session cookie that is the fixed student: until there is a
 * class, whoever reaches the site may use it.
 */
export function readSession(key: Buffer, headers: HeaderReader, now: number = Date.now()): Session {
  const cookies = (headers.get("cookie") ?? "").slice(0, 8192).split(";");
  for (const cookie of cookies) {
    const [name, value] = cookie.trim().split("=", 2);
    if (name !== SESSION_COOKIE || value === undefined) continue;
    const studentId = openSession(key, value, now);
    if (studentId !== null) return { studentId };
  }
  return { studentId: FIXED_STUDENT };
}
