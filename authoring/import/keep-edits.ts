import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Below the lesson's folder: what the importer wrote last, and what it would write over an author's edit. */
const LAST = ".import/last";
const NEXT = ".import/new";

/** What a second import has done with the files of a lesson. */
export interface Kept {
  /** The author has changed them since, and the source has as well: the new text is beside, in `.import/new/`. */
  readonly conflicts: readonly string[];
  /** The author has changed them, and the source has not. */
  readonly edited: readonly string[];
  /** The author has deleted them. */
  readonly deleted: readonly string[];
}

/** Whether the importer made the lesson in this folder. */
export async function isImported(directory: string): Promise<boolean> {
  return (await readdir(join(directory, LAST)).catch(() => null)) !== null;
}

/**
 * Writes a lesson's files, and loses no edit: of what was written last time, what is there now, and what would be written
 * now, an author's edit stays. Where source and author have both changed a file, the new text is put beside.
 */
export async function writeKeepingEdits(
  directory: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Kept> {
  const conflicts: string[] = [];
  const edited: string[] = [];
  const deleted: string[] = [];
  const again = await isImported(directory);
  const before = again ? await listFiles(join(directory, LAST)) : [];
  await rm(join(directory, NEXT), { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) {
    const next = Buffer.from(content);
    const last = await read(join(directory, LAST, path));
    const now = await read(join(directory, path));
    const wasEdited = last === null ? now !== null && !now.equals(next) : now === null || !now.equals(last);
    if (!wasEdited || now?.equals(next) === true) await write(join(directory, path), next);
    else if (last !== null && last.equals(next)) (now === null ? deleted : edited).push(path);
    else {
      conflicts.push(path);
      await write(join(directory, NEXT, path), next);
    }
    await write(join(directory, LAST, path), next);
  }
  // What the source does not have any more goes, unless somebody has made it theirs.
  for (const path of before.filter((one) => !Object.hasOwn(files, one))) {
    const last = await read(join(directory, LAST, path));
    const now = await read(join(directory, path));
    if (now !== null && last !== null && now.equals(last)) await rm(join(directory, path), { force: true });
    else if (now !== null) edited.push(path);
    await rm(join(directory, LAST, path), { force: true });
  }
  return { conflicts, edited, deleted };
}

const read = (file: string): Promise<Buffer | null> => readFile(file).catch(() => null);

async function write(file: string, content: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
}
