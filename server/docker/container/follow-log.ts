import type { Engine } from "../engine.ts";

/** A frame of the engine's log stream is a line or a piece of one; Docker cuts them at 16 KiB. */
const MAX_FRAME_BYTES = 1024 * 1024;
/** More frames without a byte in them than any program makes. */
const MAX_EMPTY_FRAMES = 100_000;

/**
 * Follows what a container prints, both streams in the order in which the engine has them, until it ends or
 * `signal` fires. Never throws: a log that breaks off is no reason to stop the app.
 */
export async function followLog(
  engine: Engine,
  container: string,
  options: {
    readonly signal: AbortSignal;
    readonly follow: boolean;
    /** Only the last lines. */
    readonly tail?: number;
    readonly onText: (text: string) => void;
  },
): Promise<void> {
  const decoders = new Map<number, TextDecoder>();
  let emptyFrames = 0;
  try {
    const query = new URLSearchParams({
      stdout: "1",
      stderr: "1",
      follow: options.follow ? "1" : "0",
      ...(options.tail === undefined ? {} : { tail: String(options.tail) }),
    });
    const stream = await engine.stream({
      method: "GET",
      path: `/containers/${encodeURIComponent(container)}/logs?${query.toString()}`,
      signal: options.signal,
    });
    try {
      if (stream.statusCode !== 200) return;
      let pending: Buffer = Buffer.alloc(0);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
        // Frames: stream number, three zeros, length, bytes.
        while (pending.length >= 8) {
          const length = pending.readUInt32BE(4);
          if (length > MAX_FRAME_BYTES || (length === 0 && ++emptyFrames > MAX_EMPTY_FRAMES)) return;
          if (pending.length < 8 + length) break;
          const channel = pending.readUInt8(0);
          const decoder = decoders.get(channel) ?? new TextDecoder();
          if (decoders.size < 4) decoders.set(channel, decoder);
          const text = decoder.decode(pending.subarray(8, 8 + length), { stream: true });
          if (text !== "") options.onText(text);
          pending = pending.subarray(8 + length);
        }
      }
    } finally {
      stream.destroy();
    }
  } catch {
    // The container or the connection is gone; whoever watches the container learns it there.
  }
}

/** The end of a container's log, at most `characters` of it. */
export async function readLogEnd(
  engine: Engine,
  container: string,
  signal: AbortSignal,
  characters = 4000,
): Promise<string> {
  let text = "";
  await followLog(engine, container, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
    follow: false,
    tail: 200,
    onText: (more) => (text = (text + more).slice(-characters)),
  });
  return text;
}
