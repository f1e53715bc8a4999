import { lie } from "./lie.ts";

export interface CutLimits {
  /** Bytes of one text that are kept. */
  readonly textBytes: number;
  /** Items of one list, keys of one object. */
  readonly items: number;
  /** Kept in all; more is a lie. Past half of it texts and lists are kept much shorter. */
  readonly keptBytes: number;
  /** Read in all; more is a lie. */
  readonly readBytes: number;
}

/** What was left out of an answer. */
export interface Cut {
  readonly texts: number;
  readonly items: number;
}

const DEEPEST = 60;
const MOST_VALUES = 200_000;
/** Past half of the room: identifiers still fit. */
const TIGHT = { textBytes: 200, items: 50 } as const;
const MARK = Buffer.from(" … (cut)");
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Shortens an answer in JSON while it comes: texts beyond a length are cut and marked, lists and objects end after a
 * number of items, the rest is counted and never kept. A student's image may have a label of a megabyte, and an
 * engine may say anything: what is left can be parsed at once. Chunks go in by `take`; `end` gives the bytes. SEAT_LIES
 * beyond the bounds of the whole, and for what nests deeper than any engine's answer.
 */
export class JsonCutter {
  readonly #limits: CutLimits;
  readonly #kept: Buffer[] = [];
  #keptBytes = 0;
  #readBytes = 0;
  #values = 0;
  /** Items so far of each list and object that is open. */
  readonly #open: number[] = [];
  /** Nothing is kept before the one of this depth ends; -1: everything is. */
  #mutedAt = -1;
  #inText = false;
  #textBytes = 0;
  #isCut = false;
  /** 0: none; 1: behind a backslash; more: digits of a character's number to come, and one. */
  #escape = 0;
  #cutTexts = 0;
  #cutItems = 0;

  constructor(limits: CutLimits) {
    this.#limits = limits;
  }

  get cut(): Cut {
    return { texts: this.#cutTexts, items: this.#cutItems };
  }

  take(chunk: Buffer): void {
    this.#readBytes += chunk.length;
    if (this.#readBytes > this.#limits.readBytes)
      throw lie(`an answer of more than ${this.#limits.readBytes} bytes`);
    let from = 0;
    const keepUntil = (to: number) => {
      if (this.#mutedAt === -1 && !this.#isCut && to > from) this.#keep(chunk.subarray(from, to));
      from = to;
    };
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#inText) {
        if (this.#escape > 0) {
          // Behind a backslash: one sign, or u and four digits, which a cut does not part.
          this.#escape = this.#escape === 1 && byte === 0x75 ? 5 : this.#escape === 1 ? 0 : this.#escape - 1;
          if (this.#escape === 1) this.#escape = 0;
        } else if (byte === QUOTE) {
          if (this.#isCut && this.#mutedAt === -1) this.#keep(MARK);
          if (this.#isCut) from = at;
          this.#isCut = false;
          this.#inText = false;
          continue;
        } else {
          if (!this.#isCut && this.#textBytes >= this.#textLimit() && (byte & 0xc0) !== 0x80) {
            keepUntil(at);
            this.#isCut = true;
            if (this.#mutedAt === -1) this.#cutTexts += 1;
          }
          if (byte === BACKSLASH) this.#escape = 1;
        }
        this.#textBytes += 1;
      } else if (byte === QUOTE) {
        this.#inText = true;
        this.#textBytes = 0;
      } else if (byte === OPEN_LIST || byte === OPEN_MAP) {
        this.#count();
        this.#open.push(1);
        if (this.#open.length > DEEPEST) throw lie("an answer that nests deeper than any");
      } else if (byte === CLOSE_LIST || byte === CLOSE_MAP) {
        if (this.#mutedAt === this.#open.length) {
          this.#mutedAt = -1;
          from = at;
        }
        this.#open.pop();
      } else if (byte === COMMA) {
        this.#count();
        const depth = this.#open.length;
        const items = (this.#open[depth - 1] ?? 0) + 1;
        if (depth > 0) this.#open[depth - 1] = items;
        if (items > this.#itemLimit() && depth > 0 && (this.#mutedAt === -1 || this.#mutedAt === depth)) {
          keepUntil(at);
          this.#mutedAt = depth;
          this.#cutItems += 1;
        }
      }
    }
    keepUntil(chunk.length);
  }

  end(): Buffer {
    return Buffer.concat(this.#kept);
  }

  #count(): void {
    this.#values += 1;
    // What is left out costs next to nothing.
    if (this.#mutedAt === -1 && this.#values > MOST_VALUES)
      throw lie(`an answer of more than ${MOST_VALUES} values`);
  }

  #isTight(): boolean {
    return this.#keptBytes > this.#limits.keptBytes / 2;
  }

  #textLimit(): number {
    return this.#isTight() ? Math.min(TIGHT.textBytes, this.#limits.textBytes) : this.#limits.textBytes;
  }

  #itemLimit(): number {
    return this.#isTight() ? Math.min(TIGHT.items, this.#limits.items) : this.#limits.items;
  }

  #keep(bytes: Buffer): void {
    this.#keptBytes += bytes.length;
    if (this.#keptBytes > this.#limits.keptBytes)
      throw lie(`an answer of more than ${this.#limits.keptBytes} bytes`);
    this.#kept.push(Buffer.from(bytes));
  }
}
