import { Duplex } from "node:stream";

/** For tests: two streams, each of which reads what the other writes, with back-pressure. */
export function duplexPair(): [Duplex, Duplex] {
  const one = new Half();
  const other = new Half();
  one.peer = other;
  other.peer = one;
  return [one, other];
}

class Half extends Duplex {
  peer: Half | null = null;
  #waiting: (() => void) | null = null;

  override _read(): void {
    const go = this.#waiting;
    this.#waiting = null;
    go?.();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const peer = this.peer;
    if (peer === null || peer.destroyed) done();
    else if (peer.push(chunk)) done();
    else peer.#waiting = done;
  }

  override _final(done: () => void): void {
    this.peer?.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const peer = this.peer;
    this.peer = null;
    peer?.destroy();
    done(error);
  }
}
