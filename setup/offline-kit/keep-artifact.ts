import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";

export interface ArtifactRequest {
  readonly cacheDir: string;
  /** Part of the folder's name: letters, digits, dots and dashes. */
  readonly name: string;
  /** Of everything that the result depends on (see hash-inputs.ts). */
  readonly hash: string;
  /** Fills `folder` (empty, same file system as the cache). */
  readonly make: (folder: string) => Promise<void>;
}

export interface Artifact {
  readonly folder: string;
  readonly made: boolean;
}

/**
 * A folder kept by the hash of its inputs: made once, and whole or not there at all, since it gets its name only
 * when it is finished.
 */
export async function keepArtifact(request: ArtifactRequest): Promise<Artifact> {
  const folder = path.join(request.cacheDir, `${request.name}-${request.hash}`);
  if (await exists(folder)) return { folder, made: false };
  const work = path.join(request.cacheDir, `unfinished-${process.pid}-${request.name}`);
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    await request.make(work);
    await rename(work, folder).catch(async (error: unknown) => {
      // Somebody else finished the same artifact meanwhile: theirs is as good.
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return { folder, made: true };
}

/** Removes what makers that no longer live have left half done. */
export async function removeUnfinished(cacheDir: string): Promise<void> {
  for (const entry of await readdir(cacheDir)) {
    const pid = /^unfinished-(\d+)-/.exec(entry)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(path.join(cacheDir, entry), { recursive: true, force: true });
    }
  }
}

/** Removes finished artifacts of the same names as those in `folders`, made from other inputs. */
export async function removeOutdated(cacheDir: string, folders: readonly string[]): Promise<void> {
  const current = new Set(folders.map((folder) => path.basename(folder)));
  const names = new Set([...current].map((folder) => folder.slice(0, folder.lastIndexOf("-"))));
  for (const entry of await readdir(cacheDir)) {
    const name = /^(.+)-[0-9a-f]{16}$/.exec(entry)?.[1];
    if (name !== undefined && names.has(name) && !current.has(entry)) {
      await rm(path.join(cacheDir, entry), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}
