import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";

/**
 * A regular file inside of a folder, as its bytes: no way out by ".." or by a link, no device, and nothing larger than
 * `maxBytes`. Null for anything else.
 */
export async function findInside(
  root: string,
  folder: string,
  path: string,
  maxBytes: number,
): Promise<{ readonly file: string; readonly bytes: Uint8Array } | null> {
  if (path.includes("\0")) return null;
  try {
    const top = await realpath(root);
    const file = await realpath(join(folder, path));
    if (!file.startsWith(`${top}${sep}`)) return null;
    // Neither a link that came in between nor a pipe that nobody writes to.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = await handle.stat();
      if (!stat.isFile() || stat.size > maxBytes) return null;
      return { file, bytes: await handle.readFile() };
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

/** The same as text; null also for what is no UTF-8. */
export async function readTextInside(
  root: string,
  path: string,
  maxBytes = 1_000_000,
): Promise<string | null> {
  const found = await findInside(root, root, path, maxBytes);
  return found === null ? null : decodeText(found.bytes);
}

/** Text in UTF-8, or in UTF-16 with its mark; null for anything else. */
export function decodeText(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}
