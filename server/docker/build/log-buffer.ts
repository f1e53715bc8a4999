import type { RunEventBody } from "../../../core/run/event.ts";

/** A log event holds at most 64 KiB of UTF-8; 16 K characters never have more. */
const MOST_CHARACTERS = 16 * 1024;
/** Lines that come within this time travel together: a fast log would be an event a line otherwise. */
const GATHER_MS = 40;

/**
 * Gathers log text into events and counts its bytes. The first text goes out at once, because somebody waits
 * for the first sign of life; later text is gathered. `onLimit` is called once, when the bytes are spent;
 * what comes after is dropped.
 */
export class LogBuffer {
  readonly #emit: (event: RunEventBody) => void;
  readonly #limitBytes: number;
  readonly #onLimit: () => void;
  #text = "";
  #stepId: string | null = null;
  #timer: NodeJS.Timeout | null = null;
  #bytes = 0;
  #isFirst = true;

  constructor(emit: (event: RunEventBody) => void, limitBytes: number, onLimit: () => void) {
    this.#emit = emit;
    this.#limitBytes = limitBytes;
    this.#onLimit = onLimit;
  }

  /** Nothing more is taken. */
  get isFull(): boolean {
    return this.#bytes > this.#limitBytes;
  }

  write(stepId: string | null, text: string): void {
    if (this.#bytes > this.#limitBytes) return;
    this.#bytes += Buffer.byteLength(text);
    if (this.#bytes > this.#limitBytes) {
      this.flush();
      this.#onLimit();
      return;
    }
    if (stepId !== this.#stepId) this.flush();
    this.#stepId = stepId;
    this.#text += text;
    if (this.#isFirst || this.#text.length >= MOST_CHARACTERS) {
      this.#isFirst = false;
      this.flush();
    } else this.#timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  /** Sends what is gathered. Also the way to end: no timer is left behind. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (let from = 0; from < this.#text.length;) {
      let to = Math.min(from + MOST_CHARACTERS, this.#text.length);
      // Never between the two halves of one character.
      if (to < this.#text.length && /[\uD800-\uDBFF]/.test(this.#text.charAt(to - 1))) to -= 1;
      this.#emit({ type: "log", stepId: this.#stepId, text: this.#text.slice(from, to) });
      from = to;
    }
    this.#text = "";
  }
}
