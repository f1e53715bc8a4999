import type { CommonFile } from "./decide-file.ts";

/** More texts of one file are not on their way at once. */
const MAX_GIVEN = 20;

/** Texts that were put into the seat and have not been seen there yet: they are ours, not the terminal's. */
export class GivenTexts {
  readonly #texts = new Map<string, Map<string, CommonFile>>();

  add(path: string, file: CommonFile): void {
    const given = this.#texts.get(path) ?? new Map<string, CommonFile>();
    this.#texts.set(path, given.set(file.hash, file));
    const [oldest] = given.keys();
    if (given.size > MAX_GIVEN && oldest !== undefined) given.delete(oldest);
  }

  find(path: string, hash: string | null): CommonFile | null {
    return hash === null ? null : (this.#texts.get(path)?.get(hash) ?? null);
  }

  /** The seat has caught up: from now on an earlier text is a change like any other. */
  settle(path: string): void {
    this.#texts.delete(path);
  }
}
