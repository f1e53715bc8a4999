import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, chown, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../core/errors.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { readPostmaster } from "./postmaster-file.ts";

export interface EmbeddedPostgres {
  /** Folder of the Unix socket: `host` for pg. It listens to nothing else. */
  readonly socketDir: string;
  /** True when it ran already: left over from a crash, or another site's. */
  readonly takenOver: boolean;
  /** Resolves when it has ended without having been asked to. */
  readonly died: Promise<void>;
  /** Ends it within some seconds. Safe to call twice. */
  stop(): Promise<void>;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const START_MS = 60_000;
/** Linux refuses longer socket paths; the name of the socket needs 16 of them. */
const SOCKET_PATH_MAX = 107 - 16;

/**
 * Starts PostgreSQL on `DATA_DIR/postgres`, makes the cluster at the first start, and clears up what a crash
 * left. A PostgreSQL that outlived a killed site is taken over as it is.
 * @throws AppError INTERNAL with the end of PostgreSQL's own log when it does not start
 */
export async function startPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const directory = resolve(dataDir, "postgres");
  const binaries = await findPostgresBinaries(resolve(dataDir, "postgres-lib"));
  await mkdir(resolve(dataDir), { recursive: true });
  const owner = await findOwner(directory);
  await initialise(binaries, directory, owner);
  const socketDir = await makeSocketDir(directory, dataDir, owner);
  const running = await readPostmaster(directory);
  if (running !== null) {
    await waitReady(directory, null);
    return { socketDir, takenOver: true, ...watchPid(running.pid, directory) };
  }
  await rm(join(directory, "postmaster.pid"), { force: true });
  await rm(join(socketDir, ".s.PGSQL.5432"), { force: true });
  await rm(join(socketDir, ".s.PGSQL.5432.lock"), { force: true });
  const child = await launch(binaries, directory, socketDir, resolve(dataDir, "postgres.log"), owner);
  return { socketDir, takenOver: false, ...watchPid(child.pid ?? 0, directory) };
}

/** PostgreSQL refuses to run as root; when this process is root, an ordinary user of the machine owns it. */
async function findOwner(directory: string): Promise<Owner | null> {
  if (process.getuid?.() !== 0) return null;
  const made = await stat(directory).catch(() => null);
  if (made !== null && made.uid !== 0) return { uid: made.uid, gid: made.gid };
  const passwd = await readFile("/etc/passwd", "utf8");
  for (const name of ["drydock", "postgres", "nobody"]) {
    const fields = passwd
      .split("\n")
      .find((line) => line.startsWith(`${name}:`))
      ?.split(":");
    if (fields !== undefined) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new AppError("INTERNAL", {
    message: "running as root, and neither drydock, postgres nor nobody is a user here",
    userMessage: "The database cannot run as root. Create a user: useradd --system drydock",
  });
}

async function initialise(binaries: PostgresBinaries, directory: string, owner: Owner | null): Promise<void> {
  const made = await stat(join(directory, "PG_VERSION")).catch(() => null);
  if (made !== null) return;
  // Made beside and renamed: a start that is broken off half-way leaves no half cluster.
  const fresh = `${directory}.new`;
  await rm(fresh, { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  if (owner !== null) await chown(fresh, owner.uid, owner.gid);
  const child = spawn(
    binaries.initdb,
    // Trust is safe here: the socket's folder lets in this user alone, and there is no TCP port.
    ["-D", fresh, "--username=drydock", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions"],
    { ...owner, cwd: "/", env: binaries.environment, stdio: ["ignore", "ignore", "pipe"] },
  );
  const code = await finished(child);
  if (code.exitCode !== 0) throw failure(`initdb ended with ${code.exitCode}`, code.stderr);
  await rename(fresh, directory);
}

async function makeSocketDir(directory: string, dataDir: string, owner: Owner | null): Promise<string> {
  let socketDir = resolve(dataDir, "postgres-socket");
  if (Buffer.byteLength(socketDir) > SOCKET_PATH_MAX) {
    const name = createHash("sha256").update(directory).digest("hex").slice(0, 16);
    socketDir = join(tmpdir(), `drydock-${name}`);
  }
  await mkdir(socketDir, { recursive: true, mode: 0o700 });
  await chmod(socketDir, 0o700);
  if (owner !== null) await chown(socketDir, owner.uid, owner.gid);
  return socketDir;
}

async function launch(
  binaries: PostgresBinaries,
  directory: string,
  socketDir: string,
  logFile: string,
  owner: Owner | null,
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
    const log = await open(logFile, "w");
    // In a session of its own: Ctrl-C in the terminal reaches the site, which stops the database last.
    const child = spawn(
      binaries.postgres,
      ["-D", directory, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      {
        ...owner,
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
      const text = (await readFile(logFile, "utf8").catch(() => "")).slice(-4000);
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
