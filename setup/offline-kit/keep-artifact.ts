import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { type Age, renewOrKeep } from "../renew-or-keep.ts";

export interface ArtifactRequest {
  readonly cacheDir: string;
  /** Part of the folder's name: letters, digits, dots and dashes. */
  readonly name: string;
  /** Of everything that the result depends on (see hash-inputs.ts). */
  readonly hash: string;
  readonly age: Age;
  readonly report: (line: string) => void;
  /** Fills `folder` (empty, same file system as the cache). */
  readonly make: (folder: string) => Promise<void>;
}

export interface Artifact {
  readonly folder: string;
  readonly made: boolean;
}

/**
 * A folder kept by the hash of its inputs: made once, and anew when it is old; whole or not there at all, since it
 * gets its name only when it is finished. A newer one has the time in its name, and stands beside the one before,
 * which may be in use.
 */
export async function keepArtifact(request: ArtifactRequest): Promise<Artifact> {
  const found = await findNewest(request);
  let made = false;
  const folder = await renewOrKeep({
    what: `offline kit, ${request.name}`,
    found: found === null ? null : { value: found.folder, madeAt: found.madeAt },
    age: request.age,
    make: async () => {
      const name = `${request.name}-${request.hash}${found === null ? "" : `.${request.age.now}`}`;
      const finished = await makeArtifact(request, path.join(request.cacheDir, name));
      made = true;
      return finished;
    },
    report: request.report,
  });
  return { folder, made };
}

async function findNewest({ cacheDir, name, hash }: ArtifactRequest) {
  const known = await readdir(cacheDir).catch(() => []);
  const made = await Promise.all(
    known
      .filter((entry) => entry === `${name}-${hash}` || entry.startsWith(`${name}-${hash}.`))
      .map(async (entry) => {
        const folder = path.join(cacheDir, entry);
        const time = entry.slice(`${name}-${hash}.`.length);
        return { folder, madeAt: time === "" ? (await stat(folder)).mtimeMs : Number(time) };
      }),
  );
  return made.toSorted((one, other) => other.madeAt - one.madeAt)[0] ?? null;
}

async function makeArtifact(request: ArtifactRequest, folder: string): Promise<string> {
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
  return folder;
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

/** Removes finished artifacts of the same names as those in `folders`: made from other inputs, or earlier. */
export async function removeOutdated(cacheDir: string, folders: readonly string[]): Promise<void> {
  const current = new Set(folders.map((folder) => path.basename(folder)));
  const names = new Set([...current].map((folder) => folder.slice(0, folder.lastIndexOf("-"))));
  for (const entry of await readdir(cacheDir)) {
    const name = /^(.+)-[0-9a-f]{16}(?:\.\d+)?$/.exec(entry)?.[1];
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
