import { AsyncLocalStorage } from "node:async_hooks";

/** For whom the database is asked now. */
interface Asker {
  /** The student; "" for the site itself. */
  readonly studentId: string;
  /** Files, events and grades: served first, from connections of their own. */
  readonly vital: boolean;
  /** What happened to the request, for whoever answers it. */
  readonly fate: Fate;
  /** For an answer that goes on for long: told what a piece of it took (ms), waits for the student's next turn. */
  readonly pace?: Pace;
}

export type Pace = (spentMs: number) => Promise<void>;

export interface Fate {
  /** It failed because the database had no time, or was not there; not by a fault of ours. */
  busy: boolean;
}

const asking = new AsyncLocalStorage<Asker>();
const nobody: Asker = { studentId: "", vital: false, fate: { busy: false } };

export const whoAsks = (): Asker => asking.getStore() ?? nobody;

/** Does work on behalf of a student; all that it asks the database for counts as theirs. */
export function asStudent<T>(
  studentId: string,
  fate: Fate,
  work: () => PromiseLike<T>,
  pace?: Pace,
): Promise<T> {
  const asker = { studentId, vital: false, fate, ...(pace === undefined ? {} : { pace }) };
  return asking.run(asker, begin, work);
}

/** Does what must not wait behind others' reading: saves, events, grades. */
export function asVital<T>(studentId: string, work: () => PromiseLike<T>): Promise<T> {
  return asking.run({ studentId, vital: true, fate: whoAsks().fate }, begin, work);
}

/** A query begins when it is awaited, which has to be in here. */
async function begin<T>(work: () => PromiseLike<T>): Promise<T> {
  return await work();
}
