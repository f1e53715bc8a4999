import { lstat, mkdir, realpath } from "node:fs/promises";
import path from "node:path";
import { checkWay } from "./check-way.ts";
import type { SystemUser } from "./site-user.ts";

/**
 * A folder of root's at a path that nobody else decides: made when it is missing, and refused when somebody else has
 * made it or may write in it. In a sticky folder nobody can move it away afterwards.
 */
export async function ensureRootFolder(directory: string, mode: number, user: SystemUser): Promise<void> {
  await checkWay(directory, user);
  await mkdir(path.dirname(directory), { recursive: true });
  await mkdir(directory, { mode }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  });
  await checkWay(directory, user);
  const found = await lstat(await realpath(directory));
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0)
    throw new Error(`${directory} is not a folder of root's alone; move it away and start again`);
}
