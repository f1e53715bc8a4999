/** Remarks about files, each made once for the file as it is. */
export class Remarks {
  readonly #tell: (text: string) => void;
  readonly #made = new Map<string, string>();

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  /** @param of what the file is now; when that changes, the remark may be made again */
  make(path: string, of: string, text: string): void {
    if (this.isMade(path, of)) return;
    this.#made.set(path, of);
    this.#tell(text);
  }

  isMade(path: string, of: string): boolean {
    return this.#made.get(path) === of;
  }
}
