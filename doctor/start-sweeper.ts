import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Config } from "../server/config.ts";
import { prepareLockFolder } from "../setup/machine-lock.ts";
import { settingsEnvironment } from "../setup/settings-environment.ts";
import { lockOf } from "./realm.ts";

export interface Sweeper {
  /** Everything of the doctor's is gone when this resolves. Never throws. */
  finish(): Promise<void>;
}

const PATIENCE_MS = 60_000;

/**
 * A process that waits for the end of its input and then deletes what the doctor has made. It gets that end in
 * every case, also when the doctor is killed, and it holds the seat host up until it is done.
 */
export async function startSweeper(config: Config): Promise<Sweeper> {
  if (process.getuid?.() === 0) await prepareLockFolder();
  const child = spawn(
    "flock",
    [
      ...["--no-fork", "--nonblock", lockOf(config)],
      ...[process.execPath, "--import", "tsx", fileURLToPath(new URL("sweep.ts", import.meta.url))],
    ],
    {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      env: { ...process.env, ...settingsEnvironment(config) },
      // A Ctrl-C at the terminal is for us alone.
      detached: true,
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  child.stdin.on("error", () => undefined);
  const ready = await Promise.race([
    new Promise<boolean>((resolve) => child.stdout.once("data", () => resolve(true))),
    gone.then(() => false),
  ]);
  if (!ready)
    throw new Error("another doctor is at work, or its traces are being cleared; try again in a minute");
  return {
    finish: async () => {
      child.stdin.end();
      // It goes on by itself, should it take longer.
      await Promise.race([gone, pause(PATIENCE_MS, undefined, { ref: false })]);
    },
  };
}
