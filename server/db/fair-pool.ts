import pg from "pg";
import { isAppError } from "../../core/errors.ts";
import type { FairPlaces } from "../limits/fair-places.ts";
import { whoAsks } from "./who-asks.ts";

type Callback = (error: Error | undefined, client?: pg.PoolClient, done?: () => void) => void;

/**
 * A pool whose connections are shared by turns: `whoAsks` says for whom one is wanted. There are as many places as
 * connections, so that the pool's own line, which knows no students, stays empty.
 */
export class FairPool extends pg.Pool {
  readonly #places: FairPlaces;

  constructor(config: pg.PoolConfig, places: FairPlaces) {
    super(config);
    this.#places = places;
    const query = this.query.bind(this) as (...given: unknown[]) => unknown;
    this.query = ((...given: unknown[]) => {
      const { fate } = whoAsks();
      const result = query(...given);
      if (result instanceof Promise) {
        result.catch((error: unknown) => {
          if (isAway(error)) fate.busy = true;
        });
      }
      return result;
    }) as typeof this.query;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | void {
    const taking = this.#take();
    if (callback === undefined) return taking;
    taking.then(
      (client) => callback(undefined, client, () => client.release()),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }

  async #take(): Promise<pg.PoolClient> {
    const { studentId, vital, fate } = whoAsks();
    try {
      const free = await this.#places.enter({ key: studentId, vital });
      try {
        const client = await super.connect();
        // Made anew by the pool for each time that it lends the connection.
        const release = client.release.bind(client);
        client.release = (error) => {
          try {
            release(error);
          } finally {
            free();
          }
        };
        return client;
      } catch (error) {
        free();
        throw error;
      }
    } catch (error) {
      if (isAway(error)) fate.busy = true;
      throw error;
    }
  }
}

/** Whether the database could not be had; what it refused for a reason of its own is something else. */
function isAway(error: unknown): boolean {
  if (isAppError(error)) return error.code === "BUSY" || error.code === "TOO_MANY";
  const { code, message } = error as { code?: unknown; message?: unknown };
  // No connection (08), no room (53), a lock that was not let go (55P03), too slow or shut down (57); or what Node says.
  if (typeof code === "string") return /^(08|53|55P03|57|ECONN|ENOENT|EPIPE|ETIMEDOUT)/.test(code);
  return typeof message === "string" && /timeout|terminated/i.test(message);
}
