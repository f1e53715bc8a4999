import { chown, lstat, readdir, type FileHandle } from "node:fs/promises";
import { below, itself, openEntry, openFolder } from "./open-no-follow.ts";
import type { SystemUser } from "./site-user.ts";

/**
 * Gives a user the folders and files below a folder in which that user may be at work meanwhile. Each is opened without
 * following, looked at by its handle and given by its handle: what takes its path in between is not what is given. Links,
 * pipes, sockets and devices stay whose they are, and so does a file that has a second name, which may be anywhere.
 */
export async function giveEntries(
  folder: FileHandle,
  user: SystemUser,
  skip: readonly string[] = [],
): Promise<void> {
  for (const name of await readdir(itself(folder))) {
    if (skip.includes(name)) continue;
    const entry = below(folder, name);
    const seen = await lstat(entry).catch(() => null);
    if (seen?.isDirectory() === true) await giveFolder(entry, user);
    else if (seen?.isFile() === true && (seen.uid !== user.uid || seen.gid !== user.gid))
      await giveFile(entry, user);
  }
}

async function giveFolder(entry: string, user: SystemUser): Promise<void> {
  const handle = await openFolder(entry).catch(() => null);
  if (handle === null) return;
  try {
    const { uid, gid } = await handle.stat();
    if (uid !== user.uid || gid !== user.gid) await handle.chown(user.uid, user.gid);
    await giveEntries(handle, user);
  } finally {
    await handle.close();
  }
}

async function giveFile(entry: string, user: SystemUser): Promise<void> {
  const handle = await openEntry(entry).catch(() => null);
  if (handle === null) return;
  try {
    const found = await handle.stat();
    if (found.isFile() && found.nlink === 1) await chown(itself(handle), user.uid, user.gid);
  } finally {
    await handle.close();
  }
}
