import { isStudentId, signFor } from "./signed-claim.ts";

const DAY_MS = 24 * 3600 * 1000;

export interface Invitation {
  readonly studentId: string;
  /** What is opened in a browser. The invitation stands behind "#", which no browser sends and no proxy logs. */
  readonly link: string;
  /** ms since 1970 */
  readonly expiresAt: number;
}

/**
 * A link that signs a student in until it is over.
 * @param origin where the site is reached: "https://course.example.org"
 * @throws Error in words for a name that cannot be a student's
 */
export function makeInvitation(
  key: Buffer,
  studentId: string,
  { origin, days }: { readonly origin: string; readonly days: number },
): Invitation {
  if (!isStudentId(studentId)) {
    throw new Error(
      `${JSON.stringify(studentId)} cannot be a student's name: take small letters, digits and hyphens, at most 40, with a letter or digit first.`,
    );
  }
  const expiresAt = Date.now() + days * DAY_MS;
  const link = `${origin}/enter#${signFor(key, "invitation", { studentId, expiresAt })}`;
  return { studentId, link, expiresAt };
}
