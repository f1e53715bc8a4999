import { findSiteUser } from "./site-user.ts";

/**
 * Runs what touches the site's files as the site's own user, where we are root: what root makes in that folder the site
 * could not read, and whoever has the site could lead root elsewhere with a link. Nothing else may run beside it.
 */
export async function asOwner<T>(work: () => Promise<T>): Promise<T> {
  const user = process.getuid?.() === 0 ? await findSiteUser() : null;
  if (user === null) return await work();
  const groups = process.getgroups?.() ?? [];
  // Groups first: who is no longer root cannot give them back.
  process.setgroups?.([user.gid]);
  process.setegid?.(user.gid);
  process.seteuid?.(user.uid);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.(groups);
  }
}
