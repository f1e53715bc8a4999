import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";
import type { Config } from "../server/config.ts";
import { settingsEnvironment } from "./settings-environment.ts";

/** Editors write a file in several steps, and several files at once. */
const SETTLE_MS = 150;
const STOP_MS = 5000;

const readyMessage = z.object({ type: z.literal("ready"), url: z.string() });

export interface ServedWhileChanging {
  /** A file of the server has changed: it starts again, once things have settled. */
  changed(file: string): void;
  stop(): Promise<void>;
}

/** Runs the web process for development, as whoever runs this, and starts it again on a change. */
export function serveWhileChanging(options: {
  readonly root: string;
  readonly config: Config;
  readonly say: (line: string) => void;
  readonly ready: (url: string) => void;
}): ServedWhileChanging {
  const { root, config, say, ready } = options;
  let child: ChildProcess | null = null;
  let stopping = false;
  let timer: NodeJS.Timeout | null = null;
  /** One restart at a time; a change during it asks for one more. */
  let restarting: Promise<void> = Promise.resolve();

  const start = () => {
    const running = spawn(process.execPath, ["--import", "tsx", "server/main.ts", "--dev", "--author"], {
      cwd: root,
      env: {
        ...process.env,
        ...settingsEnvironment(config),
        NODE_ENV: "development",
        NEXT_TELEMETRY_DISABLED: "1",
      },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      detached: true,
    });
    child = running;
    running.on("message", (message) => {
      const told = readyMessage.safeParse(message);
      if (told.success) ready(told.data.url);
    });
    running.once("exit", (code, signal) => {
      if (child === running) child = null;
      if (!stopping && signal === null && code !== 0)
        say(`the server ended with ${code ?? "?"}; it starts again at the next change`);
    });
  };

  const end = async (): Promise<void> => {
    const running = child;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, "exit");
    running.kill("SIGTERM");
    const late = setTimeout(() => running.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(late);
  };

  start();
  return {
    changed: (file) => {
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => {
        say(`${file} has changed; starting the server again`);
        restarting = restarting.then(async () => {
          if (stopping) return;
          await end();
          start();
        });
      }, SETTLE_MS);
    },
    stop: async () => {
      stopping = true;
      if (timer !== null) clearTimeout(timer);
      await restarting;
      await end();
    },
  };
}
