import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { DatabaseAddress } from "./open-database.ts";
import { connectionSettings } from "./open-database.ts";

/** "dryd" as a number: the advisory lock that says which process serves from this database. */
const LOCK = 0x64727964;

export interface SiteLock {
  release(): Promise<void>;
}

/**
 * Makes sure that one process serves from a database: two would each think the other's runs left over.
 * PostgreSQL lets go of the lock by itself when the process that holds it dies.
 * @param onLost called when somebody else has taken it while the connection was down
 * @throws Error when another process holds it for longer than `waitMs`
 */
export async function holdSiteLock(
  address: DatabaseAddress,
  onLost: () => void,
  waitMs = 5000,
): Promise<SiteLock> {
  let released = false;
  let client = await take(address, waitMs);
  const watch = (held: pg.Client) => {
    held.once("end", () => {
      if (released) return;
      void retake();
    });
  };
  const retake = async () => {
    for (;;) {
      try {
        client = await take(address, waitMs);
        if (released) await client.end();
        else watch(client);
        return;
      } catch (error) {
        if (error instanceof LockTaken) {
          onLost();
          return;
        }
        await sleep(500);
        if (released) return;
      }
    }
  };
  watch(client);
  return {
    release: async () => {
      released = true;
      await client.end().catch(() => undefined);
    },
  };
}

/** Somebody else serves from the database: starting again changes nothing. */
export class LockTaken extends Error {
  override readonly name = "LockTaken";
}

async function take(address: DatabaseAddress, waitMs: number): Promise<pg.Client> {
  const client = new pg.Client({ ...connectionSettings(address), keepAlive: true });
  client.on("error", () => undefined);
  await client.connect();
  const until = Date.now() + waitMs;
  try {
    for (;;) {
      const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [
        LOCK,
      ]);
      if (rows[0]?.taken === true) return client;
      if (Date.now() >= until) {
        throw new LockTaken(
          "Another Drydock serves from this database. Stop it first, or give this one a DATA_DIR (or DATABASE_URL) of its own.",
        );
      }
      await sleep(200);
    }
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
