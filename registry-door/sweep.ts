import path from "node:path";
import { listFolder, type Store } from "./store.ts";

/**
 * Removes every blob that no repository links to. Nobody may link one meanwhile: call it where no push can end.
 * Returns the bytes of what is left.
 */
export async function sweepBlobs(store: Store): Promise<number> {
  const linked = new Set<string>();
  await collectLinks(store.repositories, linked, 0);
  let left = 0;
  for (const digest of await store.listBlobs())
    if (linked.has(digest)) left += (await store.blobBytes(digest)) ?? 0;
    else await store.remove(store.blob(digest));
  return left;
}

/** Realm, owner, and what a name may have. */
const MAX_DEPTH = 8;

async function collectLinks(folder: string, linked: Set<string>, depth: number): Promise<void> {
  if (depth > MAX_DEPTH) return;
  for (const name of await listFolder(folder))
    if (name === "_layers" || name === "_manifests") {
      const links = path.join(folder, name, name === "_layers" ? "sha256" : "revisions/sha256");
      for (const hex of await listFolder(links)) linked.add(`sha256:${hex}`);
    } else if (!name.startsWith("_")) await collectLinks(path.join(folder, name), linked, depth + 1);
}
