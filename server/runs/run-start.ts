import type { LoadedLab } from "../content/load-lab.ts";
import type { RunKey } from "../db/runs/event-store.ts";

/** What a run is made of that is in the database already. */
export interface RunStart {
  readonly key: RunKey;
  readonly lab: LoadedLab;
  readonly round: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Resolves when earlier runs of this student have left the seat. */
  readonly previous: Promise<unknown>;
  /** The last event that an earlier process has stored; null for a new run. */
  readonly resumedAt: number | null;
}
