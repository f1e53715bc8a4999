import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { readConfig } from "../../server/config.ts";
import { MACHINE_LOCK } from "../machine-lock.ts";
import { bringUp, type RunningSeatHost } from "../seat-host/bring-up.ts";
import { seatHostPaths } from "../seat-host/paths.ts";
import type { HolderMessage } from "./protocol.ts";

/**
 * The process that keeps the seat host up as long as somebody is connected to its socket. A user who is killed
 * leaves with its connection, so nobody has to count. Started by `holdSeatHost`, detached, under a lock.
 * usage: main.ts DIRECTORY, settings in the environment
 */
const directory = process.argv[2];
if (directory === undefined) throw new Error("usage: main.ts DIRECTORY");
/** Somebody who was killed may be on the way back. */
const GRACE_MS = 2_000;
/** Whoever started this process connects within this time, or is dead. */
const FIRST_USER_MS = 20_000;

await writeFile(MACHINE_LOCK, `${directory}\n`);
/** What somebody who joins in the middle of preparing is told of what went before. */
const REPLAYED_LINES = 3;
const paths = seatHostPaths(directory);
const config = readConfig();
const log = createWriteStream(paths.log, { flags: "w", mode: 0o640 });
const users = new Set<Socket>();
const leavers = new Set<Socket>();
const said: HolderMessage[] = [];
const abort = new AbortController();
let host: RunningSeatHost | null = null;
let leaving: NodeJS.Timeout | undefined;
let down = false;

function say(message: HolderMessage): void {
  said.push(message);
  const line = `${JSON.stringify(message)}\n`;
  log.write(`${new Date().toISOString()} ${line}`);
  for (const user of [...users, ...leavers]) user.write(line);
}

const server = createServer((user) => {
  clearTimeout(leaving);
  users.add(user);
  user.on("error", () => undefined);
  user.on("close", () => {
    if (users.delete(user) && users.size === 0)
      leaving = setTimeout(() => void end(0), host === null ? 0 : GRACE_MS);
  });
  // A user who says goodbye waits for the answer: the connection closes once there is nothing left to wait for.
  user.on("data", () => {
    users.delete(user);
    leavers.add(user);
    user.on("close", () => leavers.delete(user));
    if (users.size > 0) user.end();
    else void end(0);
  });
  const news: HolderMessage[] =
    host === null
      ? said.slice(-REPLAYED_LINES)
      : [{ type: "progress", line: "joined the seat host that is up" }, { type: "ready" }];
  for (const message of news) user.write(`${JSON.stringify(message)}\n`);
});

async function end(code: number): Promise<void> {
  if (down) return;
  down = true;
  server.close();
  abort.abort();
  const running = host ?? (await preparing.catch(() => null));
  await running?.takeDown();
  for (const user of [...users, ...leavers]) user.destroy();
  process.exit(code);
}

const preparing = bringUp({
  config,
  paths,
  report: (line) => say({ type: "progress", line }),
  signal: abort.signal,
  onCleared: () =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(paths.holdSocket, resolve);
    }),
});
leaving = setTimeout(() => void end(1), FIRST_USER_MS);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(0));

preparing.then(
  (running) => {
    host = running;
    say({ type: "ready" });
    void running.gone.then(() => {
      if (down) return;
      say({ type: "failed", message: "the seat host has died; see incus.log" });
      void end(1);
    });
  },
  (error: unknown) => {
    say({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    setTimeout(() => void end(1), 200);
  },
);
