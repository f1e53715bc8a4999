import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../core/errors.ts";

export interface FolderFile {
  /** Relative to the folder, with "/". */
  readonly path: string;
  readonly content: string;
}

export interface FolderLimits {
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly files: number;
}

const bad = (path: string, what: string, code: "NOT_ALLOWED_FOR_FILE" | "TOO_LARGE" = "NOT_ALLOWED_FOR_FILE") =>
  new AppError(code, { message: `${path}: ${what}`, userMessage: `${path}: ${what}.` });

/**
 * The files of a folder as a workspace has them: regular files of UTF-8 text, sorted by path.
 * A missing folder is an empty one.
 * @throws AppError NOT_ALLOWED_FOR_FILE for a link, a device or binary content, TOO_LARGE beyond a limit
 */
export async function readFolder(directory: string, limits: FolderLimits): Promise<FolderFile[]> {
  const files: FolderFile[] = [];
  let total = 0;
  const walk = async (prefix: string, depth: number): Promise<void> => {
    if (depth > 16) throw bad(prefix, "folders are nested too deeply");
    const entries = await readdir(join(directory, prefix), { withFileTypes: true }).catch((error: unknown) => {
      if (prefix === "" && (error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    });
    for (const entry of entries) {
      const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory()) await walk(path, depth + 1);
      else if (entry.isFile()) {
        if (files.length >= limits.files) throw bad(path, `more than ${limits.files} files`, "TOO_LARGE");
        const content = await readText(directory, path, Math.min(limits.fileBytes, limits.totalBytes - total));
        total += Buffer.byteLength(content);
        files.push({ path, content });
      } else throw bad(path, "only regular files are taken, no links and no devices");
    }
  };
  await walk("", 0);
  return files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function readText(directory: string, path: string, maxBytes: number): Promise<string> {
  // O_NOFOLLOW: what was a file when it was listed must not have become a link since.
  const handle = await open(join(directory, path), constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) throw bad(path, `larger than the ${maxBytes} bytes that are allowed here`, "TOO_LARGE");
    const bytes = await handle.readFile();
    let text: string;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw bad(path, "not UTF-8 text");
    }
    if (text.includes("\0")) throw bad(path, "contains a NUL byte, so it is not text");
    return text;
  } finally {
    await handle.close();
  }
}
