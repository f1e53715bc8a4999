import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Bytes of every key of the site. */
const KEY_BYTES = 32;

export const newKey = (): Buffer => randomBytes(KEY_BYTES);

/**
 * A key that DATA_DIR keeps: what is there, or else what `make` says, written so that nobody but its owner reads it.
 * @throws Error when the file is there and is no key
 */
export async function ensureKeyFile(
  dataDir: string,
  name: string,
  make: () => Buffer | Promise<Buffer> = newKey,
): Promise<Buffer> {
  const file = join(dataDir, name);
  const known = await readKeyFile(dataDir, name);
  if (known !== null) return known;
  await mkdir(dataDir, { recursive: true });
  // Written beside and linked: of two that ask at once one wins, and both read the same key.
  await writeBeside(file, await make(), async (beside) => {
    await link(beside, file).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    });
  });
  const made = await readKeyFile(dataDir, name);
  if (made === null) throw new Error(`${file} was deleted while it was made; start again`);
  return made;
}

/** Puts a new key in the place of the old one, in one step: whoever reads meanwhile gets either of them whole. */
export async function replaceKeyFile(dataDir: string, name: string): Promise<void> {
  const file = join(dataDir, name);
  await writeBeside(file, newKey(), (beside) => rename(beside, file));
}

/** Null when there is no such file. @throws Error when it is no key */
export async function readKeyFile(dataDir: string, name: string): Promise<Buffer | null> {
  const file = join(dataDir, name);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  const key = Buffer.from(text.trim(), "base64url");
  if (key.length >= KEY_BYTES) return key;
  throw new Error(
    `${file} is not a key of this site. Put the file from a backup in its place, or delete it and start again.`,
  );
}

async function writeBeside(
  file: string,
  key: Buffer,
  place: (beside: string) => Promise<void>,
): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  await writeFile(beside, key.toString("base64url"), { mode: 0o600, flag: "wx" });
  try {
    await place(beside);
  } finally {
    await rm(beside, { force: true });
  }
}
