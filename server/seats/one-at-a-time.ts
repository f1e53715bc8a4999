export interface OneAtATime {
  /** Work under the same key runs one after the other; other keys do not wait for it. */
  <T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Whether something runs or waits under this key. */
  isBusy(key: string): boolean;
}

export function oneAtATime(): OneAtATime {
  const last = new Map<string, Promise<unknown>>();
  const run = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine
      .catch(() => undefined)
      .then(() => {
        if (last.get(key) === settled) last.delete(key);
      });
    last.set(key, settled);
    return mine;
  };
  return Object.assign(run, { isBusy: (key: string) => last.has(key) });
}
