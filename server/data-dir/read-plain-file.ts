import { constants } from "node:fs";
import { open } from "node:fs/promises";

/**
 * The beginning of a small file that another user may have put there. A link is not followed, a pipe does not hold the
 * reader up, and a large file is cut.
 * @returns null when there is no regular file of that name
 */
export async function readPlainFile(file: string, maxBytes = 64 * 1024): Promise<string | null> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => null);
  if (handle === null) return null;
  try {
    if (!(await handle.stat()).isFile()) return null;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(maxBytes), 0, maxBytes, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}
