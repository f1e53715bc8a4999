import { ScreenModes } from "./screen-modes.ts";

const NEWLINE = 0x0a;
const JOINED_BYTES = 4096;
/** How far the beginning may move to start with a whole line. */
const LINE_SEARCH_BYTES = 4096;

/**
 * The last bytes that a terminal has shown, each at its place since the terminal began. A page that comes late or
 * comes back gets them again: the screen is as it was.
 */
export class OutputRing {
  readonly #maxBytes: number;
  readonly #dropped = new ScreenModes();
  #chunks: Buffer[] = [];
  #start = 0;
  #end = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Place of the oldest byte that is kept. */
  get start(): number {
    return this.#start;
  }

  /** Place after the newest byte. */
  get end(): number {
    return this.#end;
  }

  append(chunk: Buffer): void {
    // Keys come one by one; kept one by one they would take a hundred times their size.
    const last = this.#chunks.at(-1);
    if (last !== undefined && last.length + chunk.length <= JOINED_BYTES) {
      this.#chunks[this.#chunks.length - 1] = Buffer.concat([last, chunk]);
    } else this.#chunks.push(chunk);
    this.#end += chunk.length;
    while (this.#end - this.#start > this.#maxBytes) {
      const first = this.#chunks[0];
      if (first === undefined) break;
      const drop = Math.min(first.length, this.#end - this.#start - this.#maxBytes);
      this.#dropped.read(first.subarray(0, drop));
      if (drop === first.length) this.#chunks.shift();
      else this.#chunks[0] = first.subarray(drop);
      this.#start += drop;
    }
  }

  /** At most `maxBytes` from place `from`, which must be kept still. */
  read(from: number, maxBytes: number): Buffer {
    const parts: Buffer[] = [];
    let at = this.#start;
    let wanted = maxBytes;
    for (const chunk of this.#chunks) {
      const skip = Math.max(0, from - at);
      if (skip < chunk.length && wanted > 0) {
        const part = chunk.subarray(skip, skip + wanted);
        parts.push(part);
        wanted -= part.length;
      }
      at += chunk.length;
    }
    return parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
  }

  /**
   * Where a page that has nothing yet begins: at the start, or, when earlier output is gone, with a whole line and
   * after `prelude`, which brings the screen into the mode that it had there.
   */
  replay(): { readonly from: number; readonly prelude: string; readonly fullScreen: boolean } {
    if (this.#start === 0) return { from: 0, prelude: "", fullScreen: false };
    const head = this.read(this.#start, LINE_SEARCH_BYTES);
    const newline = this.#dropped.fullScreen ? -1 : head.indexOf(NEWLINE);
    return {
      from: this.#start + newline + 1,
      prelude: this.#dropped.restore(),
      fullScreen: this.#dropped.fullScreen,
    };
  }
}
