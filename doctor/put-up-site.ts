import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import { openDatabase } from "../server/db/open-database.ts";
import { startPostgres } from "../server/db/start-postgres.ts";
import { serve } from "../server/http/serve.ts";
import { signSession } from "../server/session/session-cookie.ts";
import { provideSite } from "../server/site.ts";
import { isTerminalSocket } from "../server/terminal/accept-socket.ts";
import { startTestSite } from "../testing/test-site.ts";
import { buildFlood } from "./flooding-engine.ts";
import type { AnySeat, Ground } from "./ground.ts";
import { lendSeats } from "./lent-seats.ts";
import { dispatch, findRoutes } from "./serve-routes.ts";

/**
 * A site of the doctor's own on loopback: the real listener, routes, operations, terminals, previews and database; no
 * pages.
 */
export interface OwnSite {
  readonly port: number;
  readonly origin: string;
  readonly lab: string;
  /** Folder of the lab in a seat. */
  readonly folder: string;
  readonly limits: { readonly files: number; readonly fileBytes: number };
  /** The cookie of a signed-in student, for ten minutes or as long as it says. */
  cookieOf(student: string, lifetimeMs?: number): string;
  /** From now on this is the student's seat. "attacker" and "neighbour" have the ground's, others an empty one. */
  lend(student: string, seat: AnySeat): void;
  /** From now on the disk has, or has not, reached its floor. */
  setDiskLow(low: boolean): void;
  close(): Promise<void>;
}

/** Below the doctor's data directory; the sweeper ends a PostgreSQL that it finds there. */
export const SITE_FOLDER = "site";
const MAX_BODY_BYTES = 2_000_000;
const limits = { files: 60, fileBytes: 10_000 };
/** A log of 20 MiB that hardly compresses fits, and three of 12 do not. */
const LOGS_PER_STUDENT = 24 * 1024 ** 2;
/** What startTestSite signs with. */
const KEY = Buffer.alloc(32, 7);

export async function putUpSite(ground: Ground): Promise<OwnSite> {
  const { DATA_DIR } = ground.config;
  const dataDir = path.join(DATA_DIR, SITE_FOLDER);
  await mkdir(dataDir, { recursive: true });
  // PostgreSQL runs as another user when we are root, and has to get at its folder.
  await chmod(DATA_DIR, 0o755);
  const postgres = await startPostgres(dataDir);
  const opened = await openDatabase({ socketDir: postgres.socketDir });
  const seats = lendSeats(ground);
  let diskIsLow = false;
  const created = await startTestSite({
    db: opened.db,
    dataDir,
    connect: () => Promise.resolve(seats.host),
    // Nobody is a student without a session, on loopback neither.
    config: {
      SIGN_IN: "invitation",
      FILE_BYTES: limits.fileBytes,
      CONTEXT_FILES: limits.files,
      LOGS_PER_STUDENT,
    },
    engines: { buildImage: buildFlood },
    disk: { isLow: () => diskIsLow, close: () => undefined },
  });
  provideSite(created.site);
  const routes = await findRoutes();
  const serving = await serve({
    host: "127.0.0.1",
    port: 0,
    allowedHosts: [],
    maxBodyBytes: MAX_BODY_BYTES,
    development: false,
    gate: created.gate,
    handle: (request, response) =>
      created.admit(request, response, () => dispatch(routes, request, response)),
    previews: created.previewDoor,
    upgrade: (request, socket, head) => {
      const terminal = isTerminalSocket(request.url);
      if (terminal) created.terminalDoor(request, socket, head);
      return Promise.resolve(terminal);
    },
  });
  return {
    port: serving.port,
    origin: `http://localhost:${serving.port}`,
    lab: "demo/first/one",
    folder: "/workspace/one",
    limits,
    cookieOf: (student, lifetimeMs = 600_000) =>
      `drydock_session=${signSession(KEY, student, Date.now() + lifetimeMs)}`,
    lend: (student, seat) => seats.lend(student, seat),
    setDiskLow: (low) => (diskIsLow = low),
    close: async () => {
      await serving.close(200);
      await created.stop();
      provideSite(undefined);
      await opened.close();
      await postgres.stop();
    },
  };
}
