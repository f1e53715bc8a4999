import type { Config } from "./config.ts";
import { openDatabase } from "./db/open-database.ts";
import { readGradebook, type GradebookRow } from "./db/read-gradebook.ts";
import { startPostgres } from "./db/start-postgres.ts";

/**
 * The gradebook of the site with these settings, whether it is being served or not: an embedded PostgreSQL that does
 * not run is started for it, and stopped again.
 */
export async function openGradebook(
  config: Pick<Config, "DATA_DIR" | "DATABASE_URL">,
): Promise<readonly GradebookRow[]> {
  const embedded = config.DATABASE_URL === "" ? await startPostgres(config.DATA_DIR) : null;
  try {
    const opened = await openDatabase(
      embedded === null ? { url: config.DATABASE_URL } : { socketDir: embedded.socketDir },
    );
    try {
      return await readGradebook(opened.db);
    } finally {
      await opened.close();
    }
  } finally {
    if (embedded?.takenOver === false) await embedded.stop();
  }
}
