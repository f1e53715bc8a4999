import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import type pg from "pg";
import type { FairLimits } from "../limits/fair-places.ts";
import { FairPlaces } from "../limits/fair-places.ts";
import { FairPool } from "./fair-pool.ts";
import * as schema from "./schema.ts";

export type Database = NodePgDatabase<typeof schema>;

export interface OpenDatabase {
  readonly db: Database;
  close(): Promise<void>;
}

/** Either a connection string, or the socket folder of the embedded PostgreSQL. */
export type DatabaseAddress = { readonly url: string } | { readonly socketDir: string };

export function connectionSettings(address: DatabaseAddress): pg.PoolConfig {
  const where =
    "url" in address
      ? { connectionString: address.url }
      : { host: address.socketDir, port: 5432, user: "drydock", database: "postgres" };
  return { ...where, connectionTimeoutMillis: 5000, application_name: "drydock" };
}

/**
 * Connections: a student has three at most, and as many again for saves, events and grades, which four are kept for.
 * A page asks for about ten things, a few at a time.
 */
const places: FairLimits = { inAll: 16, reserved: 4, perKey: 3, waiting: 500, waitMs: 10_000 };

/** Opens a pool and brings the tables up to date. */
export async function openDatabase(address: DatabaseAddress): Promise<OpenDatabase> {
  const pool = new FairPool(
    {
      ...connectionSettings(address),
      max: places.inAll,
      // A query that hangs must not hold a request, or a writer, for ever; nor a transaction that nobody goes on with.
      statement_timeout: 20_000,
      query_timeout: 25_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
    },
    new FairPlaces(places),
  );
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  let closing = false;
  pool.on("error", (error) => {
    if (!closing) console.warn("database connection lost:", error.message);
  });
  const db = drizzle(pool, { schema });
  try {
    await migrate(db, { migrationsFolder: fileURLToPath(new URL("migrations", import.meta.url)) });
    await db.execute(sql`select 1`);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const close = () => {
    closing = true;
    return pool.end();
  };
  return { db, close };
}
