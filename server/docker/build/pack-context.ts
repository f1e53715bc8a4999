import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { AppError } from "../../../core/errors.ts";
import { say } from "../../../core/messages/say.ts";
import type { SeatFile } from "../../../core/seat/port.ts";
import { parseApart } from "../../parsers/parse-apart.ts";

/** One moment for all files, so that the same files make the same archive. */
const TIME = new Date("2024-01-01T00:00:00Z");

/**
 * The build context as one archive: what .dockerignore leaves, and always the Dockerfile, whose text is given
 * apart. Throws BAD_REQUEST for a path that leaves the folder, TOO_LARGE for a .dockerignore that takes too long to read.
 */
export async function packContext(files: readonly SeatFile[], dockerfile: string): Promise<Buffer> {
  const ignore = files.find((file) => file.path === ".dockerignore");
  const paths = files.map(({ path }) => path);
  const ignored =
    ignore === undefined ? [] : await parseApart("findIgnored", { ignore: textOf(ignore.content), paths });
  const archive = pack();
  const done = buffer(archive);
  archive.entry({ name: "Dockerfile", mtime: TIME, mode: 0o644 }, dockerfile);
  for (const [at, file] of files.entries()) {
    checkPath(file.path);
    if (file.path === "Dockerfile" || ignored[at] === true) continue;
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
      userMessage: say("files.no-workspace-name", { path: path.slice(0, 100) }),
    });
  }
}

export function textOf(content: Uint8Array | string): string {
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}
