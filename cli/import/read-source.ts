import { lstat, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../core/errors.ts";
import { readFolder, type FolderFile } from "../../server/index.ts";
import type { Remark } from "./scenario.ts";

const NEVER = [".git", ".github", "node_modules", ".venv", "__pycache__", ".DS_Store"];
const LIMITS = { fileBytes: 1_000_000, totalBytes: 5_000_000, files: 150 };

/** Files of a source that a lab can begin with; what it cannot have is told. A missing folder has none. */
export async function readSource(
  folder: string,
  leaveOut: readonly string[] = [],
): Promise<{ readonly files: readonly FolderFile[]; readonly remarks: readonly Remark[] }> {
  const files: FolderFile[] = [];
  const remarks: Remark[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    if (NEVER.includes(entry.name) || leaveOut.includes(entry.name)) continue;
    try {
      if (entry.isDirectory()) {
        const found = await readFolder(join(folder, entry.name), {
          ...LIMITS,
          files: LIMITS.files - files.length,
        });
        files.push(...found.map(({ path, content }) => ({ path: `${entry.name}/${path}`, content })));
      } else {
        const found = await readOne(folder, entry.name);
        if (found === null) remarks.push({ where: entry.name, what: "no regular file of text" });
        else files.push(found);
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      remarks.push({ where: entry.name, what: `left out: ${error.message}` });
    }
  }
  return { files, remarks };
}

async function readOne(folder: string, name: string): Promise<FolderFile | null> {
  const stat = await lstat(join(folder, name));
  if (!stat.isFile() || stat.size > LIMITS.fileBytes) return null;
  const bytes = await readFile(join(folder, name));
  const content = bytes.toString("utf8");
  return content.includes("\u0000") || Buffer.byteLength(content) !== bytes.length
    ? null
    : { path: name, content };
}
