import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { TextFile } from "../../core/advice/finding.ts";

/** Folders that hold no work of anybody's: history, what tools fetched or made. */
const skipped =
  /^(?:\.git|\.hg|\.svn|node_modules|\.venv|venv|__pycache__|\.tox|\.mypy_cache|\.pytest_cache|\.next|\.terraform)$/;
/** Files whose text some rule looks at. Of the others the names are enough. */
const read =
  /(?:docker|container)file|\.dockerignore$|\.ya?ml$|requirements|\.toml$|\.lock$|\.(?:sh|bash|txt|in|cfg)$|^\.env/i;
const MAX_BYTES = 1_000_000;
const MAX_FILES = 50_000;

export interface Checkout {
  readonly files: readonly TextFile[];
  /** There are more files than were looked at. */
  readonly isCut: boolean;
}

/**
 * The files of a folder, for the advice: paths of all, text of those that a rule reads. Links, devices and what is no
 * UTF-8 text are passed over, and folders that tools fill. Paths have "/" and are relative to the folder.
 */
export async function readCheckout(folder: string): Promise<Checkout> {
  const files: TextFile[] = [];
  const waiting = [""];
  let isCut = false;
  for (let at = 0; at < waiting.length && !isCut; at += 1) {
    const prefix = waiting[at] ?? "";
    const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory() && !skipped.test(entry.name)) waiting.push(path);
      if (!entry.isFile()) continue;
      if (files.length >= MAX_FILES) {
        isCut = true;
        break;
      }
      const text = read.test(entry.name) ? await readText(join(folder, path)) : "";
      if (text !== null) files.push({ path, content: text });
    }
  }
  return { files, isCut };
}

/** Null for what is no text, or more than is read. */
async function readText(path: string): Promise<string | null> {
  // What was a file when it was listed must not have become a link since.
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null);
  if (handle === null) return null;
  try {
    if ((await handle.stat()).size > MAX_BYTES) return null;
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await handle.readFile());
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}
