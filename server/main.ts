import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import next from "next";
import { hideFolders } from "../core/machine-paths.ts";
import { readConfig, requireSignIn, seatHostDirectory } from "./config.ts";
import { ContentFeed } from "./content/authoring/content-feed.ts";
import { createSite } from "./create-site.ts";
import { LockTaken } from "./db/hold-site-lock.ts";
import { engines } from "./engines.ts";
import type { Serving } from "./http/serve.ts";
import { serve } from "./http/serve.ts";
import { watchLoop } from "./http/watch-loop.ts";
import { openData } from "./open-data.ts";
import { jobsUnderWay, parseApart } from "./parsers/parse-apart.ts";
import { recoverRuns } from "./runs/recover-runs.ts";
import { SeatKeeper } from "./runs/seat-keeper.ts";
import { connectSeatHost } from "./seats/connect-seat-host.ts";
import { recordStart } from "./security-log/record-start.ts";
import { SecurityLog } from "./security-log/security-log.ts";
import { followSessionKey, readVariantKey } from "./session/session-key.ts";
import { provideSite } from "./site.ts";
import { isTerminalSocket } from "./terminal/accept-socket.ts";

/*
 * The process that serves: node --import tsx server/main.ts [--author] [--dev]
 * --author: pages follow changes of the courses and name their mistakes. --dev: Next's development server.
 * Tells its parent {type: "ready", url} over IPC, and ends when that channel closes, on SIGTERM and on SIGINT.
 */

/** Everything is over within ten seconds of a signal, whatever hangs. */
const EXIT_MS = 9500;
const root = fileURLToPath(new URL("..", import.meta.url));
const closers: (() => Promise<void>)[] = [];
let stopping = false;

async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), EXIT_MS).unref();
  for (const close of closers.reverse()) {
    await close().catch((error: unknown) => console.error("while stopping:", error));
  }
  process.exit(exitCode);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { dev: { type: "boolean", default: false }, author: { type: "boolean", default: false } },
  });
  const given = readConfig();
  requireSignIn(given);
  const config = {
    ...given,
    DATA_DIR: resolve(given.DATA_DIR),
    CONTENT_DIR: resolve(root, given.CONTENT_DIR),
  };
  process.title = "drydock";
  hideFolders([
    root.replace(/\/$/, ""),
    config.DATA_DIR,
    config.CONTENT_DIR,
    resolve(seatHostDirectory(config)),
  ]);
  // What it keeps is nobody else's to read.
  process.umask(0o077);
  const unwatch = watchLoop({ describe: jobsUnderWay });
  closers.push(() => {
    unwatch();
    return Promise.resolve();
  });
  // The first student's build need not wait for a thread's start.
  parseApart("readDockerfile", "").catch((error: unknown) => console.error("no thread for parsers:", error));

  const data = await openData(config, () => {
    console.error("Another Drydock has taken over this database; this one stops.");
    void stop(1);
  });
  closers.push(() => data.close());
  const left = await recoverRuns(data.db);
  if (left > 0) console.warn(`${left} unfinished run(s) of the last start have been ended`);

  const keeper = new SeatKeeper({ connect: () => connectSeatHost(config) });
  closers.push(() => keeper.close());
  // The variants' key first: a site from before there were two makes it from the sessions' one.
  const variantKey = await readVariantKey(config.DATA_DIR);
  const sessionKey = await followSessionKey(config.DATA_DIR);
  closers.push(() => {
    sessionKey.close();
    return Promise.resolve();
  });
  await recordStart(new SecurityLog(data.db), data.db, config);
  const created = await createSite({
    config,
    db: data.db,
    sessionKey,
    variantKey,
    engines,
    keeper,
    ...(values.author ? { authors: new ContentFeed(config.CONTENT_DIR) } : {}),
  });
  provideSite(created.site);

  const app = next({ dev: values.dev, dir: root, hostname: config.HOST, port: config.PORT });
  closers.push(() => app.close());
  // The seat host may take its time; the site serves lessons meanwhile.
  await Promise.all([app.prepare(), Promise.race([keeper.start(), pause(3000)])]);
  const handle = app.getRequestHandler();
  const serving = await serve({
    host: config.HOST,
    port: config.PORT,
    allowedHosts: config.ALLOWED_HOSTS,
    // A file as JSON: a control character takes six bytes there.
    maxBodyBytes: config.FILE_BYTES * 6 + 64 * 1024,
    development: values.dev,
    gate: created.gate,
    previews: created.previewDoor,
    handle: (request, response) => created.admit(request, response, () => handle(request, response)),
    upgrade: async (request, socket, head) => {
      if (isTerminalSocket(request.url)) created.terminalDoor(request, socket, head);
      // Only the development server has one of its own.
      else if (values.dev) await app.getUpgradeHandler()(request, socket, head);
      else return false;
      return true;
    },
  });
  closers.push(() => stopServing(serving, () => created.stop()));

  const name = ["0.0.0.0", "::", "127.0.0.1"].includes(config.HOST) ? "localhost" : config.HOST;
  const url = `http://${name}:${serving.port}`;
  if (process.send === undefined) console.log(`serving  ${url}`);
  else process.send({ type: "ready", url });
}

/** No new requests; then runs end, which ends their event streams; then what is still open is cut. */
async function stopServing(serving: Serving, stopRuns: () => Promise<void>): Promise<void> {
  const closed = serving.close(4000);
  await stopRuns();
  await closed;
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

process.on("SIGTERM", () => void stop(0));
process.on("SIGINT", () => void stop(0));
if (process.send !== undefined) process.on("disconnect", () => void stop(0));
process.on("unhandledRejection", (error) => console.error("unhandled:", error));

main().catch((error: unknown) => {
  // Starting it again would meet the same again.
  if (error instanceof LockTaken) {
    console.error(error.message);
    process.send?.({ type: "refused" });
    void stop(1);
    return;
  }
  // A wrong setting explains itself; everything else needs its stack and its cause.
  console.error(
    error instanceof Error && error.message.includes(" is not allowed: ") ? error.message : error,
  );
  void stop(1);
});
