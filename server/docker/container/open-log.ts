import type { Engine } from "../engine.ts";
import { readFrames } from "./read-frames.ts";

/**
 * What a container prints, in the engine's frames; nothing where the engine has no such container. Leaving the loop
 * closes the stream. Errors: those of the engine.
 * @param asked of the engine's API, beside both streams
 */
export async function* openLog(
  engine: Engine,
  container: string,
  asked: Readonly<Record<string, string>>,
  signal: AbortSignal,
): ReturnType<typeof readFrames> {
  const query = new URLSearchParams({ stdout: "1", stderr: "1", ...asked });
  const stream = await engine.stream({
    method: "GET",
    path: `/containers/${encodeURIComponent(container)}/logs?${query.toString()}`,
    signal,
  });
  try {
    if (stream.statusCode === 200) yield* readFrames(stream);
  } finally {
    stream.destroy();
  }
}
