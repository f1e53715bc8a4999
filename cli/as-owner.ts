import { readFile } from "node:fs/promises";

/**
 * Runs what touches the site's files as the site's own user, where we are root: what root makes in that folder the site
 * could not read, and whoever has the site could lead root elsewhere with a link. Nothing else may run beside it.
 */
export async function asOwner<T>(work: () => Promise<T>): Promise<T> {
  const user = process.getuid?.() === 0 ? await findSiteUser() : null;
  if (user === null) return await work();
  process.setegid?.(user.gid);
  process.seteuid?.(user.uid);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

/** Null where the site has never been started as root. */
async function findSiteUser(): Promise<{ readonly uid: number; readonly gid: number } | null> {
  const fields = (await readFile("/etc/passwd", "utf8"))
    .split("\n")
    .find((line) => line.startsWith("drydock:"))
    ?.split(":");
  return fields === undefined ? null : { uid: Number(fields[2]), gid: Number(fields[3]) };
}
