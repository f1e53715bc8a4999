import { createHmac, timingSafeEqual } from "node:crypto";

/** Ids of students: they become part of names at the seat host, so nothing but these characters. */
const studentIdPattern = /^[a-z0-9][a-z0-9-]{0,39}$/;
const claimPattern = /^([a-z0-9-]{1,40})\.(\d{1,16})\.([A-Za-z0-9_-]{43})$/;

/** What a signature is for. One that was made for something else is none. */
export type Purpose = "session" | "session over tls" | "invitation";

/** Who, and until when (ms since 1970). */
export interface Claim {
  readonly studentId: string;
  readonly expiresAt: number;
}

export type OpenedClaim =
  | ({ readonly status: "counts" } & Claim)
  /** Signed with this key, and over. */
  | ({ readonly status: "expired" } & Claim)
  | { readonly status: "forged" };

export const isStudentId = (text: string): boolean => studentIdPattern.test(text);

/** "<student>.<expires, ms>.<signature>" */
export function signFor(key: Buffer, purpose: Purpose, { studentId, expiresAt }: Claim): string {
  if (!isStudentId(studentId)) throw new Error(`not a student id: ${JSON.stringify(studentId)}`);
  const text = `${studentId}.${expiresAt}`;
  return `${text}.${signature(key, purpose, text)}`;
}

/** forged: malformed, or not signed with this key for this purpose. */
export function openSigned(key: Buffer, purpose: Purpose, value: string, now: number): OpenedClaim {
  const [, studentId, expires, given] = claimPattern.exec(value) ?? [];
  if (studentId === undefined || expires === undefined || given === undefined) return { status: "forged" };
  const expected = Buffer.from(signature(key, purpose, `${studentId}.${expires}`));
  if (!timingSafeEqual(expected, Buffer.from(given)) || !isStudentId(studentId)) return { status: "forged" };
  const expiresAt = Number(expires);
  return { status: expiresAt > now ? "counts" : "expired", studentId, expiresAt };
}

function signature(key: Buffer, purpose: Purpose, text: string): string {
  return createHmac("sha256", key).update(`drydock ${purpose}\0${text}`).digest("base64url");
}
