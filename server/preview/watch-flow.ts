import { Transform } from "node:stream";

/** A watch over something that goes on for a while: calls `end` when nothing moves, or when it takes too long. */
export interface FlowWatch {
  /** Something moved. */
  touch(): void;
  stop(): void;
}

export function watchFlow(idleMs: number, longestMs: number, end: () => void): FlowWatch {
  let movedAt = performance.now();
  const idle = setInterval(
    () => {
      if (performance.now() - movedAt >= idleMs) end();
    },
    Math.min(idleMs / 4, 15_000),
  );
  const longest = setTimeout(end, longestMs);
  return {
    touch: () => (movedAt = performance.now()),
    stop: () => {
      clearInterval(idle);
      clearTimeout(longest);
    },
  };
}

/** Hands bytes on and counts them; more than `maxBytes` is an error. */
export function meter(maxBytes: number, watch: FlowWatch): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      watch.touch();
      if (bytes > maxBytes) done(new Error(`more than ${maxBytes} bytes`));
      else done(null, chunk);
    },
  });
}
