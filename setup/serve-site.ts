import { spawn, type ChildProcess } from "node:child_process";
import { access, constants } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Config } from "../server/config.ts";
import type { SystemUser } from "./ensure-user.ts";
import { runCommand } from "./run-command.ts";
import { settingsEnvironment } from "./settings-environment.ts";

export interface Served {
  /** Where it is reached. */
  readonly url: Promise<string>;
  /** Resolves when the site has ended for good: stopped, or died too often. */
  readonly ended: Promise<{ readonly failed: boolean }>;
  /** Number of the process that serves now. */
  pid(): number | undefined;
  /** Asks it to end, waits, and kills it when it does not. */
  stop(): Promise<void>;
}

/** A site that dies more often than this within the time is broken, and starting it again would hide that. */
const MAX_DEATHS = 5;
const DEATHS_WITHIN_MS = 10 * 60_000;
const STOP_MS = 15_000;
/** Where a clone that the web user cannot read appears to it, in a mount namespace of its own. */
const SHOWN_AT = "/run/drydock-site";

const readyMessage = z.object({ type: z.literal("ready"), url: z.string() });

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
  const command = await siteCommand(root, user, author ? [...MAIN, "--author"] : MAIN);
  const deaths: number[] = [];
  let child: ChildProcess | null = null;
  let stopping = false;
  let tellUrl: (url: string) => void = () => undefined;
  let tellEnd: (end: { failed: boolean }) => void = () => undefined;
  const url = new Promise<string>((resolve) => (tellUrl = resolve));
  const ended = new Promise<{ failed: boolean }>((resolve) => (tellEnd = resolve));

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
    });
    running.once("error", (error) => report(`the site cannot be started: ${error.message}`));
    running.once("exit", (code, signal) => {
      const now = Date.now();
      deaths.push(now);
      const recent = deaths.filter((at) => now - at < DEATHS_WITHIN_MS).length;
      if (stopping) tellEnd({ failed: false });
      else if (recent > MAX_DEATHS) tellEnd({ failed: true });
      else {
        report(
          `the site ended (${signal ?? `exit ${code ?? "?"}`}); starting it again, ${recent} of ${MAX_DEATHS}`,
        );
        setTimeout(() => {
          if (stopping) tellEnd({ failed: false });
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

async function siteCommand(root: string, user: SystemUser | null, main: readonly string[]) {
  if (user === null) return { program: process.execPath, args: main, cwd: root };
  const become = [
    "--reuid",
    String(user.uid),
    "--regid",
    String(user.gid),
    "--clear-groups",
    "--pdeathsig",
    "TERM",
  ];
  const readable = await runCommand("setpriv", [
    ...become,
    "test",
    "-r",
    path.join(root, "package.json"),
  ]).then(
    () => true,
    () => false,
  );
  if (readable) return { program: "setpriv", args: [...become, process.execPath, ...main], cwd: root };
  await access("/run", constants.W_OK);
  const script =
    'mkdir -p "$1" && mount --bind "$2" "$1" && mount -o remount,bind,ro "$1" && cd "$1" && shift 2 && exec "$@"';
  return {
    program: "unshare",
    args: [
      ...["--mount", "--propagation", "private", "sh", "-c", script, "sh", SHOWN_AT, root],
      ...["setpriv", ...become, process.execPath, ...main],
    ],
    cwd: "/",
  };
}

/** Our settings and what any program needs; nothing else of the environment that started us. */
function siteEnvironment(config: Config): NodeJS.ProcessEnv {
  const kept = ["PATH", "TZ", "TERM", "LANG", "NODE_EXTRA_CA_CERTS", "NO_COLOR", "FORCE_COLOR"];
  return {
    ...Object.fromEntries(kept.map((name) => [name, process.env[name]])),
    ...settingsEnvironment(config),
    HOME: config.DATA_DIR,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
