import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The key that signs sessions: DATA_DIR/session.key, 32 random bytes, made at the first start. */
export async function readSessionKey(dataDir: string): Promise<Buffer> {
  const file = join(dataDir, "session.key");
  const known = await readKey(file);
  if (known !== null) return known;
  await mkdir(dataDir, { recursive: true });
  // Written beside and linked: of two that ask at once one wins, and both read the same key.
  const beside = `${file}.${randomUUID()}`;
  await writeFile(beside, randomBytes(32).toString("base64url"), { mode: 0o600 });
  try {
    await link(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(beside, { force: true });
  }
  const made = await readKey(file);
  if (made === null) throw new Error(`${file} is not a session key; delete it and everybody signs in anew`);
  return made;
}

async function readKey(file: string): Promise<Buffer | null> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  const key = Buffer.from(text.trim(), "base64url");
  if (key.length < 32) throw new Error(`${file} is not a session key; delete it and everybody signs in anew`);
  return key;
}
