import { type FileHandle, lstat, readdir, rm, rmdir, unlink } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { below, itself, openFolder } from "./open-no-follow.ts";

const TRIES = 10;

/**
 * Deletes a folder and all below it, in which another user may be at work. Node's own `rm` goes by paths, so that root
 * could be led elsewhere by a folder that becomes a link half-way; here each folder is emptied by a handle on it. What
 * is mounted there stays. The way to the folder is the caller's to choose.
 */
export async function removeTree(directory: string): Promise<void> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    await rm(directory, { recursive: true, force: true, maxRetries: TRIES });
    return;
  }
  const parent = await openFolder(path.dirname(path.resolve(directory))).catch(() => null);
  if (parent === null) return;
  try {
    const { dev } = await parent.stat();
    await remove(parent, path.basename(directory), dev);
  } finally {
    await parent.close();
  }
}

async function remove(parent: FileHandle, name: string, dev: number): Promise<void> {
  const entry = below(parent, name);
  // A PostgreSQL that is ending may still be writing there; one who exchanges entries gets a few tries.
  for (let tries = 1; ; tries += 1) {
    try {
      const found = await lstat(entry).catch(() => null);
      if (found === null) return;
      if (!found.isDirectory()) await unlink(entry);
      else {
        const folder = await openFolder(entry);
        try {
          if ((await folder.stat()).dev !== dev) throw new Error(`${name} is on another disk`);
          for (const one of await readdir(itself(folder))) await remove(folder, one, dev);
        } finally {
          await folder.close();
        }
        await rmdir(entry);
      }
      return;
    } catch (error) {
      if (tries >= TRIES) throw error;
      await pause(20 * tries);
    }
  }
}
