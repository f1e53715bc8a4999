import type { CommonFile } from "./decide-file.ts";

/** More orders for one file are not on their way at once. */
const MAX_ORDERS = 20;

/** What the mirror had done to a file in the seat. */
export interface OwnOrder {
  /** Null: it was to be removed. */
  readonly hash: string | null;
  /** Of what was saved then. */
  readonly version: number;
  /** The file's mark in the listing by which it was decided; null when there was no file. */
  readonly mark: string | null;
}

/**
 * What was ordered and has not been seen in the seat yet: that is ours, not the terminal's. A listing is always a
 * little late, so that an order of a while ago may be what it shows.
 */
export class OwnOrders {
  readonly #orders = new Map<string, readonly OwnOrder[]>();

  add(path: string, order: OwnOrder): void {
    const earlier = this.#of(path).filter(({ hash }) => hash !== order.hash);
    this.#orders.set(path, [...earlier, order].slice(-MAX_ORDERS));
  }

  /** The order that has made the file so. */
  find(path: string, hash: string | null): OwnOrder | null {
    return this.#of(path).find((order) => order.hash === hash) ?? null;
  }

  last(path: string): OwnOrder | null {
    return this.#of(path).at(-1) ?? null;
  }

  /** Both sides have this: from now on an earlier text is a change like any other. Later orders are still to come. */
  settle(path: string, common: CommonFile): void {
    const orders = this.#of(path);
    const index = orders.findIndex(({ hash }) => hash === common.hash);
    const left = orders.slice(index + 1);
    if (left.length === 0 || index === -1) this.#orders.delete(path);
    else this.#orders.set(path, left);
  }

  /** The file is on neither side. */
  forget(path: string): void {
    this.#orders.delete(path);
  }

  #of(path: string): readonly OwnOrder[] {
    return this.#orders.get(path) ?? [];
  }
}
