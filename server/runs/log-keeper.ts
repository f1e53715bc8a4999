import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../db/open-database.ts";
import { compressLog } from "../db/runs/compress-log.ts";
import { dropOldLogs } from "../db/runs/drop-old-logs.ts";
import { dropOldRuns } from "../db/runs/drop-old-runs.ts";
import type { RunKey } from "../db/runs/event-store.ts";
import { listPlainLogs } from "../db/runs/list-plain-logs.ts";

/** Old logs that are looked for at a time, and the rest between two of them: nobody waits for these. */
const OLD_AT_ONCE = 20;
const REST_MS = 200;

interface LogKeeperOptions {
  readonly db: Database;
  /** Of all logs of a student together, compressed. */
  readonly mostBytes: number;
  readonly restMs?: number;
}

/** Compresses the logs of finished runs and deletes what is oldest beyond a student's share, one run at a time. */
export class LogKeeper {
  readonly #options: LogKeeperOptions;
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: LogKeeperOptions) {
    this.#options = options;
  }

  /** Resolves when the log of a run that has just ended has been put away. Never rejects. */
  tidy(run: RunKey): Promise<void> {
    const { db, mostBytes } = this.#options;
    this.#last = this.#last.then(async () => {
      if (this.#closed) return;
      try {
        await compressLog(db, run);
        await dropOldLogs(db, run, mostBytes);
        await dropOldRuns(db, run);
      } catch (error) {
        // Nothing is lost: it stays as it is until the next start looks for it.
        if (this.#isOpen()) console.warn(`the log of run ${run.id} was not put away:`, error);
      }
    });
    return this.#last;
  }

  /** Does the same for logs that an earlier process has left as they were. Never rejects. */
  async tidyOld(): Promise<void> {
    const { db, restMs = REST_MS } = this.#options;
    let before = "";
    while (!this.#closed) {
      const left = await listPlainLogs(db, OLD_AT_ONCE).catch(() => []);
      const ids = left.map(({ id }) => id).join();
      // The same ones again: they cannot be compressed, and must not be tried for ever.
      if (left.length === 0 || ids === before) return;
      before = ids;
      for (const run of left) {
        await this.tidy(run);
        await sleep(restMs, undefined, { ref: false });
      }
    }
  }

  #isOpen(): boolean {
    return !this.#closed;
  }

  /** Ends after the log under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }
}
