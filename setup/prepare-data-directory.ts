import { chmod, chown, lchown, lstat, mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import type { SystemUser } from "./ensure-user.ts";

/**
 * Makes DATA_DIR such that the web process keeps its own files in it and cannot touch the seat host's: root's
 * folder, where its group may make entries (sticky, so nobody removes another's).
 */
export async function prepareDataDirectory(directory: string, user: SystemUser): Promise<void> {
  await mkdir(directory, { recursive: true });
  await chown(directory, 0, user.gid);
  await chmod(directory, 0o1771);
  for (const name of await readdir(directory)) {
    const entry = path.join(directory, name);
    if (name === "seat-host") {
      const found = await lstat(entry);
      if (!found.isDirectory() || found.uid !== 0)
        throw new Error(`${entry} is not a folder of root's; move it away and start again`);
    } else await give(entry, user);
  }
}

/** Things that a start by another user has left belong to the web process from now on. Links are not followed. */
async function give(entry: string, user: SystemUser): Promise<void> {
  const found = await lstat(entry);
  if (found.uid !== user.uid || found.gid !== user.gid) await lchown(entry, user.uid, user.gid);
  if (!found.isDirectory()) return;
  for (const name of await readdir(entry)) await give(path.join(entry, name), user);
}
