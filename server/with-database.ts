import type { Config } from "./config.ts";
import { type Database, openDatabase } from "./db/open-database.ts";
import { startPostgres } from "./db/start-postgres.ts";

/**
 * The database of the site with these settings for one piece of work, whether the site is served or not: an embedded
 * PostgreSQL that does not run is started for it, and stopped again.
 */
export async function withDatabase<T>(
  config: Pick<Config, "DATA_DIR" | "DATABASE_URL">,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const embedded = config.DATABASE_URL === "" ? await startPostgres(config.DATA_DIR) : null;
  try {
    const opened = await openDatabase(
      embedded === null ? { url: config.DATABASE_URL } : { socketDir: embedded.socketDir },
    );
    try {
      return await work(opened.db);
    } finally {
      await opened.close();
    }
  } finally {
    if (embedded?.takenOver === false) await embedded.stop();
  }
}
