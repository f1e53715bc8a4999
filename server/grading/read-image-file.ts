import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { extract } from "tar-stream";
import { type Engine, lie } from "../docker/engine.ts";

const MAX_BYTES = 1024 * 1024;

/**
 * One small file of a container's file system, by the engine's archive. Null when there is none, or when it is
 * no regular file: a link is not followed. SEAT_LIES when what comes is no archive.
 */
export async function readImageFile(
  engine: Engine,
  container: string,
  path: string,
  signal: AbortSignal,
): Promise<string | null> {
  const query = new URLSearchParams({ path });
  const answer = await engine.call({
    method: "GET",
    path: `/containers/${container}/archive?${query.toString()}`,
    signal,
    maxBytes: MAX_BYTES,
  });
  if (answer.status !== 200) return null;
  const archive = Readable.from([answer.body]).pipe(extract());
  try {
    for await (const entry of archive) {
      if (entry.header.type === "file") return (await buffer(entry)).toString("utf8");
      entry.resume();
    }
  } catch (cause) {
    throw lie(`the archive of ${path} is none`, cause);
  }
  return null;
}
