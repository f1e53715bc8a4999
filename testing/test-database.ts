import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeTree } from "../server/data-dir/remove-tree.ts";
import type { OpenDatabase } from "../server/db/open-database.ts";
import { openDatabase } from "../server/db/open-database.ts";
import type { EmbeddedPostgres } from "../server/db/start-postgres.ts";
import { startPostgres } from "../server/db/start-postgres.ts";

export interface TestDatabase extends OpenDatabase {
  readonly dataDir: string;
  readonly postgres: EmbeddedPostgres;
  /** A second pool on the same database, as a process that was started again has it. */
  reopen(): Promise<OpenDatabase>;
}

/** A real PostgreSQL in a folder of its own, for one test file. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), "drydock-test-"));
  const postgres = await startPostgres(dataDir);
  const address = { socketDir: postgres.socketDir };
  const opened = await openDatabase(address);
  return {
    dataDir,
    postgres,
    db: opened.db,
    reopen: () => openDatabase(address),
    close: async () => {
      await opened.close();
      await postgres.stop();
      await removeTree(dataDir);
    },
  };
}
