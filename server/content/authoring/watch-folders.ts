import type { FSWatcher } from "node:fs";
import { watch } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** An editor writes a file in several steps, and a rename is two. */
const SETTLE_MS = 60;
/** A model or a node_modules in the courses' folder must not take all of the machine's watches. */
const MOST_FOLDERS = 4000;

export interface FolderWatch {
  close(): void;
}

/**
 * Tells which files below a folder have changed, by their paths relative to it, with "/". Each folder is watched by
 * itself: so a file that an editor replaces by another, as most do, stays watched.
 */
export async function watchFolders(
  directory: string,
  tell: (changed: readonly string[]) => void,
): Promise<FolderWatch> {
  const watchers = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const flush = () => {
    timer = null;
    const paths = [...changed].sort();
    changed.clear();
    if (!closed) tell(paths);
  };
  const note = (path: string) => {
    changed.add(relative(directory, path).split(sep).join("/"));
    timer ??= setTimeout(flush, SETTLE_MS);
  };
  const forget = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  /** What has come or gone under a name that is followed is another folder, and its watch hangs on the old one. */
  const forgetTree = (folder: string) => {
    if (!watchers.has(folder)) return;
    for (const known of [...watchers.keys()])
      if (known === folder || known.startsWith(`${folder}${sep}`)) forget(known);
  };
  const isWanted = (folder: string) => !closed && !watchers.has(folder) && watchers.size < MOST_FOLDERS;
  const follow = async (folder: string): Promise<void> => {
    if (!isWanted(folder)) return;
    // A file is seen by the folder that it is in.
    if (!(await isFolder(folder)) || !isWanted(folder)) return;
    try {
      const watcher = watch(folder, (event, name) => {
        if (name === null) return;
        note(join(folder, name));
        // It may be a new folder; a file costs a look.
        if (event !== "rename") return;
        forgetTree(join(folder, name));
        void follow(join(folder, name));
      });
      watchers.set(folder, watcher);
      watcher.on("error", () => forget(folder));
    } catch {
      return;
    }
    // Listed after it is watched, so that no folder comes in between.
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const below = entries.filter((entry) => entry.isDirectory() && entry.name !== "node_modules");
    await Promise.all(below.map((entry) => follow(join(folder, entry.name))));
  };

  await follow(directory);
  return {
    close: () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      for (const folder of [...watchers.keys()]) forget(folder);
    },
  };
}

const isFolder = (path: string): Promise<boolean> =>
  lstat(path).then(
    (stat) => stat.isDirectory(),
    () => false,
  );
