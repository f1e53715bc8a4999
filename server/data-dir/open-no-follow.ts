import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/*
 * Node has no openat. Linux has the same thing by another name: `/proc/self/fd/N/name` begins at the folder that the
 * handle N stands for, wherever that folder has been moved and whatever now has its old path.
 */

/** Linux, and no constant in Node: a handle that says which entry it is and does not open it (no FIFO holds it up). */
const O_PATH = 0o10000000;

/** The path of an entry below an open folder. Only its last part can still be exchanged. */
export const below = (folder: FileHandle, name: string): string => `/proc/self/fd/${folder.fd}/${name}`;

/** The path of what a handle stands for, exactly that. */
export const itself = (handle: FileHandle): string => `/proc/self/fd/${handle.fd}`;

/** A handle on an entry, whatever it is: a link is the link. Nothing is read from it, nothing waits. */
export function openEntry(path: string): Promise<FileHandle> {
  return open(path, O_PATH | constants.O_NOFOLLOW);
}

/** A folder, and no link to one. */
export function openFolder(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
}
