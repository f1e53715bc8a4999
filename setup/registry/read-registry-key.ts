import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import type { SeatHostPaths } from "../seat-host/paths.ts";

/**
 * The key that the credentials of the class registry are made with, 32 random bytes as text, made at the first start.
 * Without the file everybody has a new credential; what they have pushed stays.
 */
export async function readRegistryKey(paths: Pick<SeatHostPaths, "registryKey">): Promise<string> {
  const known = (await readFile(paths.registryKey, "utf8").catch(() => "")).trim();
  if (/^[\w-]{43}$/.test(known)) return known;
  const made = randomBytes(32).toString("base64url");
  await writeFile(paths.registryKey, `${made}\n`, { mode: 0o600 });
  return made;
}
