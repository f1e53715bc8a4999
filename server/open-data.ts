import type { Config } from "./config.ts";
import type { SiteLock } from "./db/hold-site-lock.ts";
import { holdSiteLock } from "./db/hold-site-lock.ts";
import type { Database, DatabaseAddress, OpenDatabase } from "./db/open-database.ts";
import { openDatabase } from "./db/open-database.ts";
import type { EmbeddedPostgres } from "./db/start-postgres.ts";
import { startPostgres } from "./db/start-postgres.ts";

export interface OpenData {
  readonly db: Database;
  close(): Promise<void>;
}

/**
 * The database, ready for use: the embedded PostgreSQL unless DATABASE_URL names another, tables up to date,
 * and the lock that makes this process the only one that serves from it. An embedded PostgreSQL that dies is
 * started again.
 * @param onLost called when another process has taken the lock over
 */
export async function openData(config: Config, onLost: () => void): Promise<OpenData> {
  let embedded: EmbeddedPostgres | null = null;
  let closed = false;
  const isClosed = () => closed;
  const watch = (started: EmbeddedPostgres) => {
    embedded = started;
    void started.died.then(async () => {
      if (closed) return;
      console.warn("the embedded PostgreSQL ended by itself; starting it again");
      try {
        const again = await startPostgres(config.DATA_DIR);
        watch(again);
        if (isClosed()) await again.stop();
      } catch (error) {
        console.error(error);
      }
    });
  };
  let opened: OpenDatabase | null = null;
  let lock: SiteLock | null = null;
  const close = async () => {
    closed = true;
    await lock?.release();
    await opened?.close();
    // One that ran already and whose lock we did not get belongs to another site.
    if (embedded !== null && (lock !== null || !embedded.takenOver)) await embedded.stop();
  };
  try {
    let address: DatabaseAddress;
    if (config.DATABASE_URL === "") {
      const started = await startPostgres(config.DATA_DIR);
      watch(started);
      address = { socketDir: started.socketDir };
    } else address = { url: config.DATABASE_URL };
    lock = await holdSiteLock(address, onLost);
    opened = await openDatabase(address);
    return { db: opened.db, close };
  } catch (error) {
    await close();
    throw error;
  }
}
