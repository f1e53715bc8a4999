import type { Config } from "../../server/config.ts";
import type { Machine } from "../machine.ts";

/** A passage of the sources that is a wall, and what stands in its place when the wall is down. */
export interface Edit {
  /** From the top of the repository. */
  readonly file: string;
  /** Exactly once in the file. */
  readonly find: string;
  readonly put: string;
}

/** What is put up beside the machine's own seat host, or opened for the doctor's own seats, and undone again. */
export interface Lowered {
  /** How the copy gets to it. */
  readonly edits: readonly Edit[];
  undo(): Promise<void>;
}

/** One wall, named once: what it is, how it is taken down in the throw-away world, and which attacks must see that. */
export interface Wall {
  readonly id: string;
  /** What holds, in one sentence. */
  readonly what: string;
  /** In a copy of the sources that only the attacks run from. */
  readonly edits: readonly Edit[];
  /** Besides, for walls in the seat host: needs root on its machine. */
  readonly lower?: (machine: Machine, doctor: Config) => Promise<Lowered>;
  /** Seats that were made while the wall was down are thrown away afterwards. */
  readonly spoilsSeats?: boolean;
  /** Ids of attacks; each of them must get through. */
  readonly seenBy: readonly string[];
}
