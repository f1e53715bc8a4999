/** Many may share it, or one has it alone; who wants it alone goes before those who come later. */
export class CommitLock {
  #sharing = 0;
  #alone: Promise<void> | null = null;
  #onFree: (() => void) | null = null;

  /** For what adds links to the registry. Keep it short: a sweep waits for it. */
  async share<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone !== null) await this.#alone;
    this.#sharing += 1;
    try {
      return await work();
    } finally {
      this.#sharing -= 1;
      if (this.#sharing === 0) this.#onFree?.();
    }
  }

  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone !== null) await this.#alone;
    let end: () => void = () => undefined;
    this.#alone = new Promise((resolve) => (end = resolve));
    try {
      if (this.#sharing > 0) await new Promise<void>((resolve) => (this.#onFree = resolve));
      return await work();
    } finally {
      this.#onFree = null;
      this.#alone = null;
      end();
    }
  }
}
