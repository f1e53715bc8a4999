/** How much may go on at the same time, of one student and in all. */
export class Places {
  readonly #perStudent: number;
  readonly #inAll: number;
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(perStudent: number, inAll: number) {
    this.#perStudent = perStudent;
    this.#inAll = inAll;
  }

  /** Takes a place; what it answers gives it back. Null when there is none left. */
  take(studentId: string): (() => void) | null {
    const mine = this.#taken.get(studentId) ?? 0;
    if (mine >= this.#perStudent || this.#all >= this.#inAll) return null;
    this.#taken.set(studentId, mine + 1);
    this.#all += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#all -= 1;
      const left = (this.#taken.get(studentId) ?? 1) - 1;
      if (left === 0) this.#taken.delete(studentId);
      else this.#taken.set(studentId, left);
    };
  }
}
