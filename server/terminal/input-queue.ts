import type { Duplex } from "node:stream";

const CTRL_C = 0x03;

/**
 * What was typed and the terminal has not taken yet. Bounded: a program that does not read its input must not fill
 * this process.
 */
export class InputQueue {
  readonly #maxBytes: number;
  #waiting: Buffer[] = [];
  #bytes = 0;
  #stream: Duplex | null = null;
  #blocked = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Typed text goes into `stream` from now on; null: it waits. */
  connect(stream: Duplex | null): void {
    this.#stream = stream;
    this.#blocked = false;
    if (stream === null) this.clear();
    else this.#flush();
  }

  /** False when there is no room: the text is dropped whole. */
  push(data: Buffer): boolean {
    // As in any terminal, an interrupt takes back what was typed before it and not read.
    if (data.length === 1 && data[0] === CTRL_C) {
      this.clear();
      if (this.#stream !== null) this.#stream.write(data);
      return true;
    }
    if (this.#bytes + data.length > this.#maxBytes) return false;
    this.#waiting.push(data);
    this.#bytes += data.length;
    this.#flush();
    return true;
  }

  clear(): void {
    this.#waiting = [];
    this.#bytes = 0;
  }

  #flush(): void {
    const stream = this.#stream;
    while (stream !== null && !this.#blocked) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#bytes -= next.length;
      if (stream.write(next)) continue;
      this.#blocked = true;
      stream.once("drain", () => {
        if (this.#stream !== stream) return;
        this.#blocked = false;
        this.#flush();
      });
    }
  }
}
