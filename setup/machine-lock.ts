import { lstat, mkdir } from "node:fs/promises";
import path from "node:path";

/**
 * Locked by the holder as long as it lives; its text says in which directory the machine's seat host is. In a folder of
 * root's: in /run/lock anybody could lay a link of that name, or write what the text says.
 */
export const MACHINE_LOCK = "/run/drydock/seat-host.lock";

/** Makes the folder of the lock. Throws when it is not root's alone. */
export async function prepareMachineLock(): Promise<void> {
  const folder = path.dirname(MACHINE_LOCK);
  await mkdir(folder, { mode: 0o755 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0)
    throw new Error(`${folder} is not a folder of root's alone; remove it and start again`);
}
