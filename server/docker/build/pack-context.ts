import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { ignoreFiles } from "../../../core/dockerfile/ignore-files.ts";
import { AppError } from "../../../core/errors.ts";
import type { SeatFile } from "../../../core/seat/port.ts";

/** One moment for all files, so that the same files make the same archive. */
const TIME = new Date("2024-01-01T00:00:00Z");

/**
 * The build context as one archive: what .dockerignore leaves, and always the Dockerfile, whose text is given
 * apart. Throws BAD_REQUEST for a path that leaves the folder.
 */
export async function packContext(files: readonly SeatFile[], dockerfile: string): Promise<Buffer> {
  const ignored = ignoreFiles(textOf(files.find((file) => file.path === ".dockerignore")?.content ?? ""));
  const archive = pack();
  const done = buffer(archive);
  archive.entry({ name: "Dockerfile", mtime: TIME, mode: 0o644 }, dockerfile);
  for (const file of files) {
    checkPath(file.path);
    if (file.path === "Dockerfile" || ignored(file.path)) continue;
    archive.entry({ name: file.path, mtime: TIME, mode: file.mode ?? 0o644 }, Buffer.from(file.content));
  }
  archive.finalize();
  return done;
}

function checkPath(path: string): void {
  const parts = path.split("/");
  if (
    path === "" ||
    path.includes("\0") ||
    parts.some((part) => part === "" || part === "." || part === "..")
  ) {
    throw new AppError("BAD_REQUEST", {
      message: `path ${JSON.stringify(path)} in a build context`,
      userMessage: `"${path.slice(0, 100)}" is no name for a file of a workspace.`,
    });
  }
}

export function textOf(content: Uint8Array | string): string {
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}
