import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { chmod, lstat, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../core/errors.ts";
import { readPlainFile } from "../data-dir/read-plain-file.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { readPostmaster } from "./postmaster-file.ts";
import type { EmbeddedPostgres } from "./start-postgres.ts";

const START_MS = 60_000;
/** A pipe of that name must not hold the start up, and a link leads nowhere. */
const LOG_FLAGS =
  constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** Linux refuses longer socket paths; the name of the socket needs 16 of them. */
const SOCKET_PATH_MAX = 107 - 16;

/**
 * `startPostgres` as the user that owns DATA_DIR: everything there is made, read and signalled with that user's rights.
 * @throws AppError INTERNAL with the end of PostgreSQL's own log when it does not start
 */
export async function runPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const directory = resolve(dataDir, "postgres");
  await mkdir(resolve(dataDir), { recursive: true });
  const binaries = await findPostgresBinaries(resolve(dataDir, "postgres-lib"));
  await initialise(binaries, directory);
  const socketDir = await makeSocketDir(directory, dataDir);
  const running = await readPostmaster(directory);
  if (running !== null) {
    await waitReady(directory, null);
    return { socketDir, takenOver: true, ...watchPid(running.pid, directory) };
  }
  await rm(join(directory, "postmaster.pid"), { force: true });
  await rm(join(socketDir, ".s.PGSQL.5432"), { force: true });
  await rm(join(socketDir, ".s.PGSQL.5432.lock"), { force: true });
  const child = await launch(binaries, directory, socketDir, resolve(dataDir, "postgres.log"));
  return { socketDir, takenOver: false, ...watchPid(child.pid ?? 0, directory) };
}

async function initialise(binaries: PostgresBinaries, directory: string): Promise<void> {
  const made = await stat(join(directory, "PG_VERSION")).catch(() => null);
  if (made !== null) return;
  // Made beside and renamed: a start that is broken off half-way leaves no half cluster.
  const fresh = `${directory}.new`;
  await rm(fresh, { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  const child = spawn(
    binaries.initdb,
    // Trust is safe here: the socket's folder lets in this user alone, and there is no TCP port.
    ["-D", fresh, "--username=drydock", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions"],
    { cwd: "/", env: binaries.environment, stdio: ["ignore", "ignore", "pipe"] },
  );
  const code = await finished(child);
  if (code.exitCode !== 0) throw failure(`initdb ended with ${code.exitCode}`, code.stderr);
  await rename(fresh, directory);
}

async function makeSocketDir(directory: string, dataDir: string): Promise<string> {
  let socketDir = resolve(dataDir, "postgres-socket");
  if (Buffer.byteLength(socketDir) > SOCKET_PATH_MAX) {
    const name = createHash("sha256").update(directory).digest("hex").slice(0, 16);
    socketDir = join(tmpdir(), `drydock-${name}`);
  }
  await mkdir(socketDir, { recursive: true, mode: 0o700 });
  // Whoever owns the folder can put a socket of their own there and answer in the database's place.
  const found = await lstat(socketDir);
  if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid()))
    throw new AppError("INTERNAL", {
      message: `${socketDir} is not a folder of the user that runs the database`,
      userMessage: `The folder ${socketDir} belongs to another user. Remove it and start again.`,
    });
  await chmod(socketDir, 0o700);
  return socketDir;
}

async function launch(
  binaries: PostgresBinaries,
  directory: string,
  socketDir: string,
  logFile: string,
): Promise<ChildProcess> {
  const settings = {
    listen_addresses: "",
    unix_socket_directories: socketDir,
    unix_socket_permissions: "0700",
    max_connections: "40",
    shared_buffers: "48MB",
    wal_level: "minimal",
    max_wal_senders: "0",
    // A flood of logs goes through here first: by default it may take a gigabyte of the disk, and a sort all of it.
    max_wal_size: "256MB",
    temp_file_limit: "512MB",
    log_min_messages: "warning",
  };
  const until = Date.now() + START_MS;
  for (;;) {
    const log = await open(logFile, LOG_FLAGS, 0o600);
    // An older version's could be read by everybody.
    await log.chmod(0o600);
    // In a session of its own: Ctrl-C in the terminal reaches the site, which stops the database last.
    const child = spawn(
      binaries.postgres,
      ["-D", directory, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      {
        cwd: "/",
        env: binaries.environment,
        stdio: ["ignore", log.fd, log.fd],
        detached: true,
      },
    );
    await log.close();
    child.on("error", () => undefined);
    child.unref();
    try {
      await waitReady(directory, child);
      return child;
    } catch (error) {
      const text = ((await readPlainFile(logFile, 1024 * 1024)) ?? "").slice(-4000);
      // After kill -9 of the postmaster its children need a moment to notice.
      const leftover = /pre-existing shared memory|lock file .* already exists/.test(text);
      if (!leftover || Date.now() > until) throw failure(String(error), text);
      await sleep(500);
    }
  }
}

async function waitReady(directory: string, child: ChildProcess | null): Promise<void> {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    if ((await readPostmaster(directory))?.ready === true) return;
    if (child !== null && (child.exitCode !== null || child.signalCode !== null)) {
      throw new Error(`postgres ended with ${String(child.exitCode ?? child.signalCode)}`);
    }
    await sleep(20);
  }
  throw new Error("postgres was not ready in time");
}

/** By its number, not by the child: after a crash the PostgreSQL that is taken over is nobody's child. */
function watchPid(pid: number, directory: string): { died: Promise<void>; stop: () => Promise<void> } {
  let asked = false;
  const isRunning = async () => (await readPostmaster(directory))?.pid === pid;
  const watch = async (): Promise<void> => {
    for (;;) {
      await sleep(1000, undefined, { ref: false });
      if (asked) return new Promise<void>(() => undefined);
      if (!(await isRunning())) return;
    }
  };
  const stop = async () => {
    asked = true;
    for (const [signal, ms] of [
      ["SIGINT", 5000],
      ["SIGQUIT", 2000],
      ["SIGKILL", 1000],
    ] as const) {
      if (!(await isRunning())) return;
      process.kill(pid, signal);
      const until = Date.now() + ms;
      while (Date.now() < until && (await isRunning())) await sleep(20);
    }
  };
  return { died: watch(), stop };
}

/** Ends the PostgreSQL that runs on a data folder, if one does. */
export async function endPostgres(dataDir: string): Promise<void> {
  const directory = resolve(dataDir, "postgres");
  const running = await readPostmaster(directory);
  if (running !== null) await watchPid(running.pid, directory).stop();
}

function finished(child: ChildProcess): Promise<{ exitCode: number | null; stderr: string }> {
  return new Promise((resolvePromise, reject) => {
    let stderr = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-4000);
    });
    child.once("error", reject);
    child.once("close", (exitCode) => resolvePromise({ exitCode, stderr }));
  });
}

function failure(what: string, log: string): AppError {
  return new AppError("INTERNAL", {
    message: `the embedded PostgreSQL did not start: ${what}\n${log}`,
    userMessage: "The database did not start. Its log is postgres.log in DATA_DIR.",
  });
}
