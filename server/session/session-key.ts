import { createHash } from "node:crypto";
import { ensureKeyFile, newKey, readKeyFile, replaceKeyFile } from "./key-file.ts";

const SESSION_KEY = "session.key";
const VARIANT_KEY = "variant.key";
const LOOK_MS = 500;

/** The key that signs sessions, invitations and previews. It may be replaced while the site runs. */
export interface SessionKey {
  /** The key that counts now. What an earlier one has signed counts for nothing. */
  now(): Buffer;
  close(): void;
}

/** DATA_DIR/session.key, made at the first start. */
export const readSessionKey = (dataDir: string): Promise<Buffer> => ensureKeyFile(dataDir, SESSION_KEY);

/**
 * DATA_DIR/variant.key, which draws each student's values in a lab. One key once did both: a site from that time
 * keeps it for the variants, so that nobody's task changes.
 */
export const readVariantKey = (dataDir: string): Promise<Buffer> =>
  ensureKeyFile(dataDir, VARIANT_KEY, async () => (await readKeyFile(dataDir, SESSION_KEY)) ?? newKey());

/** Ends every session, invitation and preview. A running site notices by itself; nobody's task changes. */
export async function replaceSessionKey(dataDir: string): Promise<void> {
  await readVariantKey(dataDir);
  await replaceKeyFile(dataDir, SESSION_KEY);
}

/** Tells keys apart without showing them: what a session was opened with. */
export const generationOf = (key: Buffer): string =>
  createHash("sha256").update("drydock generation\0").update(key).digest("base64url").slice(0, 16);

/** A key that stays: for tests, and for commands that are over before it could change. */
export const fixedKey = (key: Buffer): SessionKey => ({ now: () => key, close: () => undefined });

/**
 * The session key as its file has it from moment to moment. While the file cannot be read nobody's session counts.
 * @param everyMs how often the file is looked at
 */
export async function followSessionKey(dataDir: string, everyMs: number = LOOK_MS): Promise<SessionKey> {
  let key = await readSessionKey(dataDir);
  let isBroken = false;
  const look = async () => {
    try {
      const found = await readSessionKey(dataDir);
      if (!found.equals(key)) key = found;
      isBroken = false;
    } catch (error) {
      if (isBroken) return;
      isBroken = true;
      key = newKey();
      console.error(
        "The session key cannot be read, so nobody is signed in until it can:",
        error instanceof Error ? error.message : error,
      );
    }
  };
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look().finally(() => (looking = false));
  }, everyMs);
  timer.unref();
  return { now: () => key, close: () => clearInterval(timer) };
}
