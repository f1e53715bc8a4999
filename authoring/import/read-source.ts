import { opendir } from "node:fs/promises";
import { join } from "node:path";
import { findPathProblem } from "../../core/lab/workspace-path.ts";
import type { FolderFile } from "../../server/tools.ts";
import { decodeText, findInside } from "./read-inside.ts";
import type { Remark } from "./scenario.ts";

const NEVER = new Set([".git", ".github", "node_modules", ".venv", "__pycache__", ".DS_Store"]);
const LIMITS = { fileBytes: 1_000_000, totalBytes: 5_000_000, files: 150, entries: 2000, depth: 10 };

/** Files of a source that a lab can begin with; what it cannot have is told, file by file. A missing folder has none. */
export async function readSource(
  folder: string,
  leaveOut: readonly string[] = [],
): Promise<{ readonly files: readonly FolderFile[]; readonly remarks: readonly Remark[] }> {
  const files: FolderFile[] = [];
  const remarks: Remark[] = [];
  let entries = 0;
  let bytes = 0;
  const tell = (where: string, what: string) => {
    if (remarks.length < 100) remarks.push({ where, what });
  };
  const walk = async (prefix: string, depth: number): Promise<void> => {
    const names = await list(join(folder, prefix), LIMITS.entries - entries);
    entries += names.length;
    for (const { name, isFolder, isFile } of names) {
      if (NEVER.has(name) || (prefix === "" && leaveOut.includes(name))) continue;
      const path = prefix === "" ? name : `${prefix}/${name}`;
      if (isFolder) {
        if (depth >= LIMITS.depth) tell(path, "left out: its folders are nested too deeply");
        else await walk(path, depth + 1);
        continue;
      }
      if (!isFile) tell(path, "left out: a link or a device, and no regular file");
      else if (findPathProblem(path) !== null)
        tell(path, "left out: a workspace cannot have a file of this name");
      else if (files.length >= LIMITS.files) tell(path, `left out: more than ${LIMITS.files} files`);
      else {
        const found = await findInside(
          folder,
          folder,
          path,
          Math.min(LIMITS.fileBytes, LIMITS.totalBytes - bytes),
        );
        const content = found === null ? null : decodeText(found.bytes);
        if (found === null) tell(path, "left out: larger than a lab's files may be, or not to be read");
        else if (content === null) tell(path, "left out: no regular file of text in UTF-8");
        else {
          bytes += found.bytes.length;
          files.push({ path, content });
        }
      }
    }
  };
  await walk("", 0);
  if (entries >= LIMITS.entries) tell(".", `what comes after the first ${LIMITS.entries} files and folders`);
  return { files, remarks };
}

/** Names in a folder, sorted; at most `most` of them. */
async function list(
  folder: string,
  most: number,
): Promise<{ readonly name: string; readonly isFolder: boolean; readonly isFile: boolean }[]> {
  const names: { name: string; isFolder: boolean; isFile: boolean }[] = [];
  if (most <= 0) return names;
  const directory = await opendir(folder).catch(() => null);
  if (directory === null) return names;
  for await (const entry of directory) {
    names.push({ name: entry.name, isFolder: entry.isDirectory(), isFile: entry.isFile() });
    if (names.length >= most) break;
  }
  return names.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
