import type { Config } from "../config.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import type { Database } from "../db/open-database.ts";
import type { RunKey } from "../db/runs/event-store.ts";
import type { Submitted } from "../db/submissions/keep-submission.ts";
import type { Engines, RunFile } from "./engines.ts";
import type { FairQueue } from "./fair-queue.ts";
import type { LogKeeper } from "./log-keeper.ts";
import type { SeatKeeper } from "./seat-keeper.ts";
import type { TypicalDurations } from "./typical-durations.ts";

/** What every run needs of the site. */
export interface RunContext {
  readonly db: Database;
  readonly config: Config;
  readonly engines: Engines;
  readonly keeper: SeatKeeper;
  readonly queue: FairQueue;
  readonly durations: TypicalDurations;
  readonly readFiles: (studentId: string, lab: LoadedLab) => Promise<readonly RunFile[]>;
  /** What a check judges, kept with its row. */
  readonly readSubmitted: (studentId: string, lab: LoadedLab) => Promise<Submitted>;
  /** How often each check of a lab has failed before. */
  readonly isBuildOutdated: (studentId: string, labId: string) => Promise<boolean>;
  readonly countFailures: (studentId: string, labId: string) => Promise<ReadonlyMap<string, number>>;
  /** Name of a lab's folder in a seat. */
  readonly readFolder: (labId: string) => Promise<string>;
  /** Puts the log of a run that has ended away. */
  readonly logKeeper: LogKeeper;
  /** Whether the disk has no room for logs. */
  readonly isDiskLow: () => boolean;
  readonly markRunning: (run: RunKey) => Promise<void>;
  /** Shorter in tests than START_IDLE_MINUTES. */
  readonly idleMs?: number;
  /** How long a writer waits for a database that is away. */
  readonly patienceMs?: number;
}
