import { lstat, mkdir, realpath } from "node:fs/promises";
import { checkWay } from "./check-way.ts";
import { giveEntries } from "./give-entries.ts";
import { openFolder } from "./open-no-follow.ts";
import type { SystemUser } from "./site-user.ts";

/** Everybody passes through, the site's group may make entries, nobody removes another's. */
const MODE = 0o1771;
/** Root's own: the site's user never gets it. */
const SEAT_HOST = "seat-host";

/**
 * Makes DATA_DIR, as root, such that the site's user keeps its own files in it and cannot touch the seat host's. What
 * another user's start has left there is the site's from now on. The site's user may be at work in it meanwhile: nothing
 * here goes by a path that they can change.
 */
export async function prepareDataDirectory(directory: string, user: SystemUser): Promise<void> {
  await checkWay(directory, user);
  await mkdir(directory, { recursive: true });
  // Once more, now that it is there: in a folder like /tmp somebody may have been quicker.
  await checkWay(directory, user);
  const handle = await openFolder(await realpath(directory));
  try {
    const found = await handle.stat();
    if (found.uid !== 0 || found.gid !== user.gid) await handle.chown(0, user.gid);
    if ((found.mode & 0o7777) !== MODE) await handle.chmod(MODE);
    await refuseForeignSeatHost(directory);
    await giveEntries(handle, user, [SEAT_HOST]);
  } finally {
    await handle.close();
  }
}

async function refuseForeignSeatHost(directory: string): Promise<void> {
  const entry = `${directory}/${SEAT_HOST}`;
  const found = await lstat(entry).catch(() => null);
  if (found !== null && (!found.isDirectory() || found.uid !== 0))
    throw new Error(`${entry} is not a folder of root's; move it away and start again`);
}
