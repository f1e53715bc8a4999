import { createHmac, timingSafeEqual } from "node:crypto";

export const SESSION_COOKIE = "drydock_session";

/** Ids of students: they become part of names at the seat host, so nothing but these characters. */
const studentIdPattern = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** "<student>.<expires, ms>.<signature>" */
export function signSession(key: Buffer, studentId: string, expiresAt: number): string {
  if (!studentIdPattern.test(studentId)) throw new Error(`not a student id: ${JSON.stringify(studentId)}`);
  const claim = `${studentId}.${expiresAt}`;
  return `${claim}.${signature(key, claim)}`;
}

/** The student of a session value; null when it is malformed, expired or not signed with this key. */
export function openSession(key: Buffer, value: string, now: number): string | null {
  const match = /^([a-z0-9-]{1,40})\.(\d{1,16})\.([A-Za-z0-9_-]{43})$/.exec(value);
  const [, studentId, expires, given] = match ?? [];
  if (studentId === undefined || expires === undefined || given === undefined) return null;
  const expected = Buffer.from(signature(key, `${studentId}.${expires}`));
  if (!timingSafeEqual(expected, Buffer.from(given))) return null;
  return Number(expires) > now && studentIdPattern.test(studentId) ? studentId : null;
}

function signature(key: Buffer, claim: string): string {
  return createHmac("sha256", key).update(`drydock session\0${claim}`).digest("base64url");
}
