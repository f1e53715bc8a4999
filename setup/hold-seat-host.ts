import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createConnection, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Config, seatHostDirectory } from "../server/config.ts";
import { ensureRootFolder } from "../server/data-dir/ensure-root-folder.ts";
import { findSiteUser } from "../server/data-dir/site-user.ts";
import { holderMessage } from "./holder/protocol.ts";
import { MACHINE_LOCK, prepareLockFolder } from "./machine-lock.ts";
import { runCommand } from "./run-command.ts";
import { seatHostPaths } from "./seat-host/paths.ts";
import { settingsEnvironment } from "./settings-environment.ts";

export interface Hold {
  /** Resolves with the reason when the seat host dies while it is held. */
  readonly lost: Promise<string>;
  /** Lets go. For the last one it resolves when the seat host has been taken down and nothing is left of it. */
  release(): Promise<void>;
}

/**
 * Holds up the machine's private seat host: joins the one that runs, or starts it. Resolves when seats can be
 * had; needs root. Rejects with what went wrong; `signal` gives up in the middle of preparing.
 */
export async function holdSeatHost(
  config: Config,
  report: (line: string) => void,
  signal?: AbortSignal,
): Promise<Hold> {
  const directory = seatHostDirectory(config);
  const paths = seatHostPaths(directory);
  const user = await findSiteUser();
  if (user === null) throw new Error("there is no user drydock; npm start makes it");
  await ensureRootFolder(directory, 0o751, user);
  await prepareLockFolder();
  for (let attempt = 1; ; attempt += 1) {
    const socket = await joinOrStart(paths.holdSocket, directory, config, signal);
    const onAbort = () => {
      socket.write("bye\n");
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    try {
      return await listen(socket, report);
    } catch (error) {
      // A holder on its way down takes no more users; the next one does.
      if (!(error instanceof SilentEnd) || attempt >= MAX_SILENT_ENDS || signal?.aborted === true)
        throw error;
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }
}

/** A slow machine takes a minute to read the program for the first time. */
const HOLDER_MS = 180_000;
const MAX_SILENT_ENDS = 5;

class SilentEnd extends Error {
  override readonly name = "SilentEnd";
}

async function joinOrStart(
  holdSocket: string,
  directory: string,
  config: Config,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  const deadline = Date.now() + HOLDER_MS;
  for (let started = 0; ;) {
    const socket = await join(holdSocket);
    if (socket !== null) return socket;
    if (signal?.aborted === true) throw new Error("given up");
    if (Date.now() > deadline) throw new Error(`the seat host's holder does not start; see ${directory}`);
    // The lock decides which one of several starters wins; one that is on its way down still has it.
    if (Date.now() - started > 2000) {
      started = Date.now();
      await refuseSecond(directory);
      startHolder(directory, config);
    }
    await pause(100);
  }
}

function join(holdSocket: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = createConnection(holdSocket);
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(null));
  });
}

/** Two private seat hosts on one machine would hand out the same user ids. */
async function refuseSecond(directory: string): Promise<void> {
  const owner = (await readFile(MACHINE_LOCK, "utf8").catch(() => "")).trim();
  if (owner === "" || owner === directory) return;
  const free = await runCommand("flock", ["--nonblock", MACHINE_LOCK, "true"]).then(
    () => true,
    () => false,
  );
  if (!free)
    throw new Error(
      `a seat host already runs on this machine, in ${owner}; start with SEAT_HOST_DIR=${owner} to share it`,
    );
}

function startHolder(directory: string, config: Config): void {
  const main = fileURLToPath(new URL("holder/main.ts", import.meta.url));
  const root = fileURLToPath(new URL("..", import.meta.url));
  const child = spawn(
    "flock",
    ["--no-fork", "--nonblock", MACHINE_LOCK, process.execPath, "--import", "tsx", main, directory],
    { cwd: root, env: { ...process.env, ...settingsEnvironment(config) }, detached: true, stdio: "ignore" },
  );
  child.on("error", () => undefined);
  child.unref();
}

function listen(socket: Socket, report: (line: string) => void): Promise<Hold> {
  return new Promise((resolve, reject) => {
    let lose: (reason: string) => void = () => undefined;
    const lost = new Promise<string>((settle) => (lose = settle));
    let released = false;
    let spoken = false;
    socket.on("error", () => undefined);
    const lines = createInterface({ input: socket, crlfDelay: Infinity });
    lines.on("line", (line) => {
      spoken = true;
      const message = holderMessage.parse(JSON.parse(line));
      if (message.type === "progress") report(message.line);
      else if (message.type === "failed") {
        reject(new Error(message.message));
        lose(message.message);
        socket.destroy();
      } else
        resolve({
          lost,
          release: () =>
            new Promise<void>((done) => {
              released = true;
              if (socket.destroyed) done();
              socket.once("close", () => done());
              socket.write("bye\n");
            }),
        });
    });
    socket.on("close", () => {
      const text = "the seat host's holder ended";
      reject(spoken ? new Error(text) : new SilentEnd(text));
      if (!released) lose("the seat host's holder ended");
    });
  });
}
