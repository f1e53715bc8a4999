import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

/** Hash of texts and of all files below the given paths (names, modes of execution, contents). */
export async function hashInputs(paths: readonly string[], texts: readonly string[] = []): Promise<string> {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`text ${text.length}\n${text}`);
  for (const root of paths) {
    for (const file of (await listFiles(root)).sort()) {
      const content = await readFile(file);
      hash.update(`file ${path.relative(root, file)} ${content.length}\n`).update(content);
    }
  }
  return hash.digest("hex").slice(0, 16);
}

async function listFiles(root: string): Promise<string[]> {
  const found = await stat(root).catch(() => null);
  if (found === null) return [];
  if (found.isFile()) return [root];
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
