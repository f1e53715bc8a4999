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

export interface FlowLimits {
  readonly maxBytes: number;
  readonly bytesPerSecond: number;
  readonly burstBytes: number;
}

/**
 * Hands bytes on and counts them; more than `maxBytes` is an error. What comes faster than it may is held back, and
 * with it whoever sends: nothing gathers here but the piece at hand.
 */
export function meter(limits: FlowLimits, watch: FlowWatch): Transform {
  const { maxBytes, bytesPerSecond, burstBytes } = limits;
  let bytes = 0;
  let room = burstBytes;
  let lookedAt = performance.now();
  let waiting: NodeJS.Timeout | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      watch.touch();
      if (bytes > maxBytes) {
        done(new Error(`more than ${maxBytes} bytes`));
        return;
      }
      const now = performance.now();
      room = Math.min(burstBytes, room + ((now - lookedAt) / 1000) * bytesPerSecond) - chunk.length;
      lookedAt = now;
      if (room >= 0) done(null, chunk);
      else waiting = setTimeout(() => done(null, chunk), (-room / bytesPerSecond) * 1000);
    },
    destroy(error, done) {
      clearTimeout(waiting);
      done(error);
    },
  });
}
