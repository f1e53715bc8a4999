import { lstat, mkdir } from "node:fs/promises";
import path from "node:path";

/** Root's own: in /run/lock anybody could lay a link of a lock's name, or write what its text says. */
export const LOCK_FOLDER = "/run/drydock";

/**
 * Locked by the holder as long as it lives; its text says in which directory the machine's seat host is.
 */
export const MACHINE_LOCK = path.join(LOCK_FOLDER, "seat-host.lock");

/** Makes the folder of the locks. Throws when it is not root's alone. */
export async function prepareLockFolder(): Promise<void> {
  await mkdir(LOCK_FOLDER, { mode: 0o755 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  });
  const found = await lstat(LOCK_FOLDER);
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0)
    throw new Error(`${LOCK_FOLDER} is not a folder of root's alone; remove it and start again`);
}
