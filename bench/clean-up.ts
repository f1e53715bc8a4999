/** Undoes in the reverse order what a bench did, whatever of it fails. */
export class CleanUp {
  readonly #undo: (readonly [name: string, undo: () => Promise<void> | void])[] = [];
  #running: Promise<void> | null = null;
  readonly #report: (line: string) => void;
  /** Longest time for one step; then the next one has its turn. */
  static readonly STEP_MS = 60_000;

  constructor(report: (line: string) => void) {
    this.#report = report;
  }

  /** Names what was done, and how it is undone, on the line after doing it. */
  add(name: string, undo: () => Promise<void> | void): void {
    this.#undo.push([name, undo]);
  }

  /** A second call waits for the first. */
  run(): Promise<void> {
    return (this.#running ??= this.#drain());
  }

  async #drain(): Promise<void> {
    for (let next = this.#undo.pop(); next !== undefined; next = this.#undo.pop()) {
      const [name, undo] = next;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error("it takes too long")), CleanUp.STEP_MS);
      });
      try {
        await Promise.race([Promise.resolve().then(undo), late]);
      } catch (error) {
        this.#report(`left behind: ${name}: ${error instanceof Error ? error.message : String(error)}`);
      } finally {
        clearTimeout(timer);
      }
    }
  }
}
