/** One piece of a log, as the store hands it over. */
export interface FeedChunk {
  readonly text: string;
  readonly stepId: string | null;
}

/** What the feed needs of a terminal. */
export interface FeedTarget {
  write(text: string, done: () => void): void;
  /** Remembers the current line as the beginning of a step. */
  mark(stepId: string): void;
}

export interface LogFeed {
  push(chunks: readonly FeedChunk[]): void;
  /** Nothing waits and nothing is being written. */
  isIdle(): boolean;
  stop(): void;
}

/**
 * Characters handed to the terminal at once. xterm parses some 5 MB a second here, so that 128 Ki keep a
 * write under two frames; the next one waits for the callback, and a flood waits in the queue and not in xterm.
 */
const WRITE_CHARACTERS = 131_072;

/** Joins chunks to large writes, one under way at a time; marks are set exactly where their chunk begins. */
export function createLogFeed(target: FeedTarget): LogFeed {
  let queue: FeedChunk[] = [];
  let at = 0;
  let writing = false;
  let stopped = false;

  function next(): void {
    if (stopped || writing) return;
    const first = queue[at];
    if (first === undefined) {
      queue = [];
      at = 0;
      return;
    }
    if (first.stepId !== null) target.mark(first.stepId);
    const texts: string[] = [];
    let size = 0;
    while (size < WRITE_CHARACTERS) {
      const chunk = queue[at];
      if (chunk === undefined || (texts.length > 0 && chunk.stepId !== null)) break;
      texts.push(chunk.text);
      size += chunk.text.length;
      at += 1;
    }
    writing = true;
    target.write(texts.join(""), () => {
      writing = false;
      next();
    });
  }

  return {
    push: (chunks) => {
      for (const chunk of chunks) queue.push(chunk);
      next();
    },
    isIdle: () => !writing && at >= queue.length,
    stop: () => {
      stopped = true;
    },
  };
}
