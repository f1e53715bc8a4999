import { type ChildProcess, spawn } from "node:child_process";
import { z } from "zod";
import type { Config } from "../server/config.ts";
import { becomeUser } from "../server/data-dir/become-user.ts";
import type { SystemUser } from "../server/data-dir/site-user.ts";
import { settingsEnvironment } from "./settings-environment.ts";

export interface SiteEnd {
  readonly failed: boolean;
  /** It has said itself why it cannot serve, and starting it again changes nothing. */
  readonly refused: boolean;
}

export interface Served {
  /** Where it is reached. */
  readonly url: Promise<string>;
  /** Resolves when the site has ended for good: stopped, died too often, or refused to serve and said why. */
  readonly ended: Promise<SiteEnd>;
  /** Number of the process that serves now. */
  pid(): number | undefined;
  /** Asks it to end, waits, and kills it when it does not. */
  stop(): Promise<void>;
}

/** A site that dies more often than this within the time is broken, and starting it again would hide that. */
const MAX_DEATHS = 5;
const DEATHS_WITHIN_MS = 10 * 60_000;
const STOP_MS = 15_000;
const readyMessage = z.object({
  type: z.literal("ready"),
  // It is shown in root's terminal.
  url: z
    .string()
    .regex(/^https?:\/\/[\w.:[\]-]+$/)
    .max(300),
});

const refusedMessage = z.object({ type: z.literal("refused") });

/** Starts the web process, as the given user where there is one, and again when it dies. */
export async function serveSite(options: {
  readonly root: string;
  readonly config: Config;
  readonly user: SystemUser | null;
  readonly report: (line: string) => void;
  /** Pages follow changes of the courses and name their mistakes. */
  readonly author?: boolean;
  /** Where its own output goes; a command whose stdout holds a result wants none of it there. */
  readonly output?: "inherit" | "ignore";
}): Promise<Served> {
  const { root, config, user, report, author = false, output = "inherit" } = options;
  const main = [process.execPath, ...MAIN, ...(author ? ["--author"] : [])] as const;
  const command =
    user === null
      ? { program: process.execPath, args: main.slice(1), cwd: root }
      : await becomeUser(user, root, main);
  const deaths: number[] = [];
  let child: ChildProcess | null = null;
  let stopping = false;
  let tellUrl: (url: string) => void = () => undefined;
  let refused = false;
  let tellEnd: (end: SiteEnd) => void = () => undefined;
  const url = new Promise<string>((resolve) => (tellUrl = resolve));
  const ended = new Promise<SiteEnd>((resolve) => (tellEnd = resolve));

  const start = () => {
    const running = spawn(command.program, command.args, {
      cwd: command.cwd,
      env: siteEnvironment(config),
      stdio: ["ignore", output, "inherit", "ipc"],
      // Ctrl-C is ours to hand on, so that things end in order.
      detached: true,
    });
    child = running;
    running.on("message", (message) => {
      const ready = readyMessage.safeParse(message);
      if (ready.success) tellUrl(ready.data.url);
      if (refusedMessage.safeParse(message).success) refused = true;
    });
    running.once("error", (error) => report(`the site cannot be started: ${error.message}`));
    running.once("exit", (code, signal) => {
      const now = Date.now();
      deaths.push(now);
      const recent = deaths.filter((at) => now - at < DEATHS_WITHIN_MS).length;
      if (stopping) tellEnd({ failed: false, refused });
      else if (refused || recent > MAX_DEATHS) tellEnd({ failed: true, refused });
      else {
        report(
          `the site ended (${signal ?? `exit ${code ?? "?"}`}); starting it again, ${recent} of ${MAX_DEATHS}`,
        );
        setTimeout(() => {
          if (stopping) tellEnd({ failed: false, refused });
          else start();
        }, 500 * recent);
      }
    });
  };
  start();
  return {
    url,
    ended,
    pid: () => child?.pid,
    stop: async () => {
      stopping = true;
      child?.kill("SIGTERM");
      const late = setTimeout(() => child?.kill("SIGKILL"), STOP_MS);
      if (child?.exitCode === null && child.signalCode === null) await ended;
      clearTimeout(late);
    },
  };
}

const MAIN = ["--import", "tsx", "server/main.ts"];

/** Our settings and what any program needs; nothing else of the environment that started us. */
export function siteEnvironment(config: Config): NodeJS.ProcessEnv {
  const kept = ["PATH", "TZ", "TERM", "LANG", "NODE_EXTRA_CA_CERTS", "NO_COLOR", "FORCE_COLOR"];
  return {
    ...Object.fromEntries(kept.map((name) => [name, process.env[name]])),
    ...settingsEnvironment(config),
    HOME: config.DATA_DIR,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
