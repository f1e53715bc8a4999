import type { Stats } from "node:fs";
import { chmod, chown, type FileHandle, lstat, readdir } from "node:fs/promises";
import { below, itself, openEntry, openFolder } from "./open-no-follow.ts";
import type { SystemUser } from "./site-user.ts";

const OTHERS = 0o007;

/**
 * Gives a user the folders and files below a folder in which that user may be at work meanwhile, and shuts out others,
 * whom an older version let read some of it. Each is opened without
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
    else if (seen?.isFile() === true && !isTheirs(seen, user)) await giveFile(entry, user);
  }
}

async function giveFolder(entry: string, user: SystemUser): Promise<void> {
  const handle = await openFolder(entry).catch(() => null);
  if (handle === null) return;
  try {
    const found = await handle.stat();
    if (!isTheirs(found, user)) {
      await handle.chown(user.uid, user.gid);
      await handle.chmod(found.mode & 0o777 & ~OTHERS);
    }
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
    if (!found.isFile() || found.nlink !== 1) return;
    await chown(itself(handle), user.uid, user.gid);
    await chmod(itself(handle), found.mode & 0o777 & ~OTHERS);
  } finally {
    await handle.close();
  }
}

function isTheirs(found: Stats, user: SystemUser): boolean {
  return found.uid === user.uid && found.gid === user.gid && (found.mode & OTHERS) === 0;
}
