import type http from "node:http";

/** A piece of what a container prints: mostly a line, or 16 KiB of a long one. */
export interface LogFrame {
  /** 1 standard output, 2 standard error; 0 for a container with a terminal, which has no such difference. */
  readonly channel: number;
  readonly bytes: Buffer;
}

/** Docker cuts at 16 KiB; a frame beyond this is a lie. */
const MAX_FRAME_BYTES = 1024 * 1024;
/** More frames without a byte in them than any program makes. */
const MAX_EMPTY_FRAMES = 100_000;

/**
 * The frames of the engine's log stream, as they come. Ends with the stream, or where it stops being one: what
 * follows an impossible frame cannot be told apart. Rejects when the stream breaks.
 */
export async function* readFrames(stream: http.IncomingMessage): AsyncGenerator<LogFrame> {
  // Engines before API 1.42 call both kinds raw: then the first bytes tell.
  const mayBeRaw = stream.headers["content-type"] === "application/vnd.docker.raw-stream";
  let isRaw: boolean | null = mayBeRaw ? null : false;
  let emptyFrames = 0;
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    isRaw ??= !(chunk[0] !== undefined && chunk[0] < 3 && chunk[1] === 0);
    if (isRaw) {
      yield { channel: 0, bytes: chunk };
      continue;
    }
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    // Stream number, three zeros, length, bytes.
    while (pending.length >= 8) {
      const length = pending.readUInt32BE(4);
      if (length > MAX_FRAME_BYTES || (length === 0 && ++emptyFrames > MAX_EMPTY_FRAMES)) return;
      if (pending.length < 8 + length) break;
      const frame = { channel: pending.readUInt8(0), bytes: pending.subarray(8, 8 + length) };
      pending = pending.subarray(8 + length);
      yield frame;
    }
  }
}
