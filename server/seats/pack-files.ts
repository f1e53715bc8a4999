import { pack } from "tar-stream";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { SeatFile } from "../../core/seat/port.ts";

const DEFAULT_MODE = 0o644;
const MAX_PATH_BYTES = 1024;
/** Above any limit that a workspace may be given; a guard against a caller's mistake, not a setting. */
const MAX_FILES = 10_000;
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;

/**
 * One archive of regular files. Throws AppError BAD_REQUEST for a path that is absolute, empty, leaves the
 * folder or is there twice, and TOO_LARGE beyond the bounds.
 */
export async function packFiles(files: readonly SeatFile[]): Promise<Buffer> {
  if (files.length > MAX_FILES) throw tooLarge(`${files.length} files`);
  const seen = new Set<string>();
  const archive = pack();
  let total = 0;
  for (const file of files) {
    checkPath(file.path);
    if (seen.has(file.path)) throw badPath(file.path, "it is there twice");
    seen.add(file.path);
    const content = Buffer.from(file.content);
    total += content.length;
    if (total > MAX_TOTAL_BYTES) throw tooLarge(`${total} bytes`);
    archive.entry({ name: file.path, mode: (file.mode ?? DEFAULT_MODE) & 0o777, type: "file" }, content);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function checkPath(name: string): void {
  if (name === "") throw badPath(name, "it is empty");
  if (Buffer.byteLength(name) > MAX_PATH_BYTES) throw badPath(name.slice(0, 80), "it is too long");
  if (name.startsWith("/")) throw badPath(name, "it begins with a slash");
  if (/[\u0000-\u001f\u007f\\]/.test(name)) throw badPath(name, "it has a control character or a backslash");
  if (name.split("/").some((part) => part === "" || part === "." || part === ".."))
    throw badPath(name, "every part of it must be a plain name");
}

function badPath(name: string, why: string): AppError {
  return new AppError("BAD_REQUEST", {
    message: `putFiles: path ${JSON.stringify(name)} refused: ${why}`,
    userMessage: say("files.bad-name", { name: JSON.stringify(name) }),
  });
}

function tooLarge(what: string): AppError {
  return new AppError("TOO_LARGE", {
    message: `putFiles: ${what}`,
    userMessage: say("files.too-much"),
  });
}

/** The folder that files go into: absolute, of plain names. Throws AppError BAD_REQUEST. */
export function checkDirectory(directory: string): void {
  const plain = /^(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/.test(directory) && !directory.includes("..");
  if (!plain)
    throw new AppError("BAD_REQUEST", {
      message: `putFiles: folder ${JSON.stringify(directory)} refused`,
      userMessage: say("files.bad-folder"),
    });
}
