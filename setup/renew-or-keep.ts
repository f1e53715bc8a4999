const DAY_MS = 86_400_000;

/** By which what was made from other people's packages is judged: old ones lack their security fixes. */
export interface Age {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Older than this is old; Infinity: nothing is. */
  readonly maxMs: number;
  /** Null when things can be made anew now; otherwise why not, in words. Asked only when something is old. */
  readonly whyNot: () => Promise<string | null>;
}

/** `days` 0: nothing is ever too old. `whyNot` is asked once. */
export function ageOf(days: number, now: number, whyNot: Age["whyNot"]): Age {
  let asked: Promise<string | null> | undefined;
  return { now, maxMs: days === 0 ? Infinity : days * DAY_MS, whyNot: () => (asked ??= whyNot()) };
}

export interface Renewable<T> {
  /** What it is called in the lines of the report. */
  readonly what: string;
  /** What is there from the same recipe; null when there is none. `outdated`: whatever its age, its parts are newer. */
  readonly found: { readonly value: T; readonly madeAt: number; readonly outdated?: boolean } | null;
  readonly age: Age;
  readonly make: () => Promise<T>;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * What is there, as long as it is young; otherwise a new one. Where a new one cannot be made the old one stays, and
 * the report says so. Throws only when there is none and none can be made, or when `signal` has fired.
 */
export async function renewOrKeep<T>({ what, found, age, make, report, signal }: Renewable<T>): Promise<T> {
  if (found === null) return await make();
  const isOld = age.now - found.madeAt > age.maxMs;
  if (!isOld && found.outdated !== true) return found.value;
  const old = `${what}: ${Math.max(0, Math.floor((age.now - found.madeAt) / DAY_MS))} days old`;
  const stays = (why: string) => {
    report(`${old}, and it cannot be made anew now (${why}); it stays until the next start or night`);
    return found.value;
  };
  const reason = await age.whyNot();
  if (reason !== null) return stays(reason);
  report(isOld ? `${old}; making it anew` : `${what}: what it is made of is newer; making it anew`);
  try {
    return await make();
  } catch (error) {
    signal?.throwIfAborted();
    return stays((error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "");
  }
}
