import { SESSION_COOKIE, signSession } from "./session-cookie.ts";
import { readSessionKey } from "./session-key.ts";

const WEEK_MS = 7 * 24 * 3600 * 1000;

/**
 * A signed session for a student on plain http, as tests and measurements need it.
 * @returns the cookie's name and value
 */
export async function mintSession(
  dataDir: string,
  studentId: string,
  lifetimeMs: number = WEEK_MS,
): Promise<{ readonly name: string; readonly value: string }> {
  const key = await readSessionKey(dataDir);
  return { name: SESSION_COOKIE, value: signSession(key, studentId, Date.now() + lifetimeMs) };
}
