import { lstat, readlink } from "node:fs/promises";
import path from "node:path";
import type { SystemUser } from "./site-user.ts";

const STICKY = 0o1000;
const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;
const MAX_LINKS = 40;

/**
 * Makes sure that nobody but root, and whoever owns a folder above it, decides what a path leads to: not the site's
 * user, and not everybody. What does not exist yet is looked at up to there. Links of root's are followed.
 * @throws Error that names the folder, why it is refused and what to do
 */
export async function checkWay(target: string, user: SystemUser): Promise<void> {
  let here = "/";
  let rest = path.resolve(target).split("/").filter(Boolean);
  for (let links = 0; ;) {
    const name = rest.shift();
    if (name === undefined) return;
    const folder = await lstat(here);
    const entry = path.join(here, name);
    const found = await lstat(entry).catch(() => null);
    const open =
      (folder.mode & OTHERS_WRITE) !== 0 || ((folder.mode & GROUP_WRITES) !== 0 && folder.gid === user.gid);
    // In a sticky folder nobody but its owner and root moves what is root's. The rest anybody may have put there.
    const fixed = (folder.mode & STICKY) !== 0 && (found === null ? rest.length === 0 : found.uid === 0);
    if (folder.uid === user.uid || (open && !fixed))
      throw new Error(
        `${entry} is in a folder that others than root can change (${here}), so root does not work there. ` +
          `Choose a path below folders of root's, such as /var/lib/drydock.`,
      );
    if (found?.isSymbolicLink() === true) {
      if (++links > MAX_LINKS) throw new Error(`${target} leads in circles`);
      const to = path.resolve(here, await readlink(entry));
      rest = [...to.split("/").filter(Boolean), ...rest];
      here = "/";
    } else if (found === null) return;
    else here = entry;
  }
}
