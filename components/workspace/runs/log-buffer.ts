export interface LogChunk {
  readonly text: string;
  /** Set on the chunk that begins a step: where a click on the step jumps to. */
  readonly stepId: string | null;
}

/** A log as it grows: bounded, and readable from any place by more than one reader. */
export interface LogBuffer {
  append(chunk: LogChunk): void;
  /** Chunks from `index` on, and the index to go on from. `skipped`: what was dropped before it could be read. */
  readFrom(index: number): { chunks: readonly LogChunk[]; next: number; skipped: boolean };
  /** Wakes a reader; called once a batch. */
  notify(): void;
  subscribe(listener: () => void): () => void;
}

/**
 * Characters kept for a view that opens late. The terminal shows 10,000 lines at most; of a million lines the
 * rest is in the download only.
 */
const MAX_CHARACTERS = 4_000_000;

export function createLogBuffer(limit = MAX_CHARACTERS): LogBuffer {
  let chunks: LogChunk[] = [];
  /** Index of chunks[0] in the whole log. */
  let first = 0;
  let characters = 0;
  const listeners = new Set<() => void>();
  return {
    append: (chunk) => {
      chunks.push(chunk);
      characters += chunk.text.length;
      if (characters <= limit * 2) return;
      // Cut in one go at twice the limit: dropping one by one would copy the array each time.
      let drop = 0;
      while (characters > limit && drop < chunks.length - 1) {
        characters -= chunks[drop]?.text.length ?? 0;
        drop += 1;
      }
      chunks = chunks.slice(drop);
      first += drop;
    },
    readFrom: (index) => {
      const from = Math.max(index, first);
      return { chunks: chunks.slice(from - first), next: first + chunks.length, skipped: from > index };
    },
    notify: () => {
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
