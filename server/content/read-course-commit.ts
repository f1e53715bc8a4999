import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

const COMMIT = /^[0-9a-f]{40,64}$/;

/**
 * The commit that the Git checkout around a folder is at; null where there is none, or it cannot be told. Reads Git's
 * own files: the site has no Git to call.
 */
export async function readCourseCommit(directory: string): Promise<string | null> {
  const git = await findGit(resolve(directory));
  if (git === null) return null;
  const head = await readLine(join(git, "HEAD"));
  if (head === null) return null;
  if (COMMIT.test(head)) return head;
  const [, ref] = /^ref: (refs\/[\w./-]+)$/.exec(head) ?? [];
  if (ref === undefined || ref.includes("..")) return null;
  // A work tree of its own keeps its HEAD apart and shares the refs.
  const shared = await readLine(join(git, "commondir"));
  const common = shared === null ? git : resolve(git, shared);
  const loose = await readLine(join(common, ref));
  if (loose !== null) return COMMIT.test(loose) ? loose : null;
  const packed = await readFile(join(common, "packed-refs"), "utf8").catch(() => "");
  const line = packed.split("\n").find((one) => one.endsWith(` ${ref}`));
  const commit = line?.split(" ")[0] ?? "";
  return COMMIT.test(commit) ? commit : null;
}

async function findGit(directory: string): Promise<string | null> {
  for (let folder = directory; ; folder = dirname(folder)) {
    const git = join(folder, ".git");
    if ((await readLine(join(git, "HEAD"))) !== null) return git;
    const [, elsewhere] = /^gitdir: (.+)$/.exec((await readLine(git)) ?? "") ?? [];
    if (elsewhere !== undefined) return resolve(folder, elsewhere);
    if (dirname(folder) === folder) return null;
  }
}

const readLine = (file: string): Promise<string | null> =>
  readFile(file, "utf8").then(
    (text) => text.split("\n")[0]?.trim() ?? null,
    () => null,
  );
