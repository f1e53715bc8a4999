import type { CommonFile, SavedFile } from "./decide-file.ts";
import { decideFile } from "./decide-file.ts";
import type { OwnOrder } from "./own-orders.ts";

/** A file that is gone for this long is gone; for a moment, a program may be replacing it. Milliseconds. */
export const GONE_MS = 500;

/** All that a decision about one file is made from. */
export interface FileSides {
  readonly saved: SavedFile | null;
  /** The seat's file by the last listing; hash null: too large, or not text. */
  readonly seat: { readonly mark: string; readonly hash: string | null } | null;
  /** What both sides last had in common. */
  readonly common: CommonFile | null;
  /** The order of ours that has made the seat's file what it is, and the last one. */
  readonly own: { readonly made: OwnOrder | null; readonly last: OwnOrder | null };
  /** The conflict about which the student was asked. */
  readonly asked: { readonly hash: string; readonly version: number } | null;
  /** Since when it is missing in the seat, milliseconds since 1970. */
  readonly missingSince: number | null;
  /** Whether the exercise lets a file of this name be added. */
  readonly writable: boolean;
  /** Whether there is nothing at all in the seat's folder. */
  readonly isEmpty: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What is done about one file. */
export type FilePlan =
  /** Both have the same; that is the new common ground. */
  | { readonly do: "agree"; readonly common: CommonFile }
  /** Neither has it. */
  | { readonly do: "forget" }
  /** The seat gets the saved text, in place of what has this hash; null: of nothing. */
  | { readonly do: "put"; readonly instead: string | null }
  /** The seat's file goes, if it has this hash. */
  | { readonly do: "remove"; readonly instead: string | null }
  | { readonly do: "save"; readonly hash: string; readonly baseVersion: number }
  | { readonly do: "delete"; readonly baseVersion: number }
  | { readonly do: "ask"; readonly hash: string }
  /** Missing in the seat, but not for long enough: it is looked at again. */
  | { readonly do: "wait"; readonly since: number }
  /** The seat's stays in the seat: this exercise does not take changes to it. */
  | { readonly do: "leave"; readonly hash: string }
  /** The seat's stays in the seat: it is too large, or not text. */
  | { readonly do: "pass over"; readonly mark: string };

/** Decides about one file. Pure: what is done about it, the mirror does. */
export function planFile(sides: FileSides): FilePlan {
  const { saved, seat, own, asked } = sides;
  if (seat?.hash === null) return { do: "pass over", mark: seat.mark };
  const hash = seat?.hash ?? null;
  const { last } = own;
  if (last !== null && last.mark === (seat?.mark ?? null)) return followOrder(saved, hash, last);
  // The student has chosen what is saved by saving it again.
  if (hash !== null && asked?.hash === hash && saved !== null && saved.version > asked.version)
    return saved.hash === hash ? agreeOn(hash, saved) : { do: "put", instead: hash };
  return hash === null ? planMissing(sides) : planPresent(sides, hash);
}

/**
 * The listing does not show our last order yet. What is seen is our own past, so nothing is concluded from it: the
 * order is carried on from, or given again if it was the last word.
 */
function followOrder(saved: SavedFile | null, listed: string | null, last: OwnOrder): FilePlan {
  const wanted = saved?.hash ?? null;
  const instead = wanted === last.hash ? listed : last.hash;
  return saved === null ? { do: "remove", instead } : { do: "put", instead };
}

function planMissing({ saved, own, isEmpty, missingSince, now, ...sides }: FileSides): FilePlan {
  if (saved === null) return { do: "forget" };
  // A folder without anything was removed, emptied by a mistake, or is not there yet, and what we removed ourselves
  // nobody has deleted.
  if (isEmpty || own.made !== null || sides.common === null) return { do: "put", instead: null };
  const since = missingSince ?? now;
  if (now - since < GONE_MS) return { do: "wait", since };
  const decision = decideFile(saved, null, sides.common, sides.writable);
  return decision.do === "delete" ? decision : { do: "put", instead: null };
}

function planPresent({ saved, own, ...sides }: FileSides, hash: string): FilePlan {
  const common = own.made === null ? sides.common : { hash, version: own.made.version };
  const decision = decideFile(saved, hash, common, sides.writable);
  switch (decision.do) {
    case "agree":
      return saved === null ? { do: "forget" } : agreeOn(hash, saved);
    case "put":
    case "remove":
      return { do: decision.do, instead: hash };
    case "save":
      return { ...decision, hash };
    case "conflict":
      return { do: "ask", hash };
    case "leave":
      return { do: "leave", hash };
    case "delete":
    case "forget":
      return decision;
  }
}

const agreeOn = (hash: string, { version }: SavedFile): FilePlan => ({
  do: "agree",
  common: { hash, version },
});
