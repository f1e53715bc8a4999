import { createHmac } from "node:crypto";

/**
 * A student's seed in a lab: always the same one, and no student can work out another's.
 * @param key the key of variants, which the site keeps for good
 */
export function seedOf(key: Buffer, studentId: string, labId: string): string {
  return createHmac("sha256", key).update(`drydock variant\0${studentId}\0${labId}`).digest("base64url");
}
