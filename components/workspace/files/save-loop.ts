/** Waits between attempts while offline. */
const RETRY_DELAYS_MS = [2000, 4000, 8000, 15_000, 30_000] as const;

/** When which file is sent. Knows nothing of what is in them. */
export interface SaveLoop {
  /** Sends a file after a while, instead of when it was to be sent before. */
  later(path: string, delayMs: number): void;
  /** Sends a file after a while that grows with each attempt. */
  retry(path: string): void;
  /** The server is there again. */
  reached(): void;
  /** Sends a file as it is now; resolves when that is answered. */
  now(path: string): Promise<void>;
  /** Forgets that a file, or any, is due. */
  stop(path?: string): void;
  /** Does something in whose course no save is on its way. Saves that become due meanwhile come after it. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when what is on its way is answered. */
  rest(): Promise<void>;
}

/** @param send sends one file and takes the answer in; never rejects */
export function createSaveLoop(send: (path: string) => Promise<void>): SaveLoop {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const going = new Map<string, Promise<void>>();
  let held: Promise<unknown> | null = null;
  let attempts = 0;

  function stop(path?: string): void {
    for (const each of path === undefined ? [...timers.keys()] : [path]) {
      clearTimeout(timers.get(each));
      timers.delete(each);
    }
  }

  function later(path: string, delayMs: number): void {
    stop(path);
    const fire = () => {
      timers.delete(path);
      void now(path);
    };
    timers.set(path, setTimeout(fire, delayMs));
  }

  /** One save of a file at a time: the next one must know the version that this one made. */
  async function now(path: string): Promise<void> {
    for (let wait = held ?? going.get(path); wait !== undefined; wait = held ?? going.get(path)) await wait;
    const work = send(path).finally(() => going.delete(path));
    going.set(path, work);
    await work;
  }

  const rest = async (): Promise<void> => {
    await Promise.all(going.values());
  };

  return {
    later,
    retry: (path) => {
      later(path, RETRY_DELAYS_MS[Math.min(attempts, RETRY_DELAYS_MS.length - 1)] ?? 30_000);
      attempts += 1;
    },
    reached: () => (attempts = 0),
    now,
    stop,
    rest,
    alone: (work) => {
      const turn = Promise.all([held, rest()]).then(work);
      const over: Promise<void> = turn.then(
        () => undefined,
        () => undefined,
      );
      const mine = over.then(() => {
        if (held === mine) held = null;
      });
      held = mine;
      return turn;
    },
  };
}
