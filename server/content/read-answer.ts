import { join } from "node:path";
import { fillFiles } from "./fill-files.ts";
import type { LoadedLab } from "./load-lab.ts";
import type { FolderFile } from "./read-folder.ts";
import { readFolder } from "./read-folder.ts";

/** Answers come from authors, who are trusted; the limits only keep a slip out. */
const limits = { fileBytes: 1_000_000, totalBytes: 20_000_000, files: 400 };

/**
 * The files of one of the lab's own answers, as its variant has them.
 * @param folder "solution", "right/venv", "wrong/size--fat"; a missing one is empty
 * @throws AppError INTERNAL with file and line for a placeholder that names nothing
 */
export async function readAnswer(lab: LoadedLab, folder: string): Promise<readonly FolderFile[]> {
  const directory = join(lab.directory, folder);
  const files = await readFolder(directory, limits);
  return fillFiles(directory, files, lab.variant, `The lab ${lab.id}`);
}
