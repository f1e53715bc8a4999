import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AppError } from "../../core/errors.ts";
import { becomeUser } from "../data-dir/become-user.ts";
import type { SystemUser } from "../data-dir/site-user.ts";
import { keeperMessage } from "./keeper-protocol.ts";
import type { EmbeddedPostgres } from "./start-postgres.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Whatever the owner has put in its way, root does not wait for ever. */
const LONGEST_START_MS = 180_000;
/** Nothing of root's environment is handed on; its programs are Node and util-linux. */
const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** PostgreSQL, started, watched and ended by a process of the folder's owner. For root. */
export async function keepAsOwner(dataDir: string, owner: SystemUser): Promise<EmbeddedPostgres> {
  const child = await startKeeper(owner, ["keep", dataDir]);
  const gone = ended(child);
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (said = (said + chunk).slice(-4000)));
  let tellDeath: () => void = () => undefined;
  const died = new Promise<void>((tell) => (tellDeath = tell));
  let stopping: Promise<void> | null = null;
  const late = setTimeout(() => child.kill("SIGKILL"), LONGEST_START_MS);
  const running = await new Promise<{ socketDir: string; takenOver: boolean }>((resolve, reject) => {
    child.on("message", (received) => {
      // What the owner's process says is the owner's to say; what makes no sense is not heard.
      const { success, data: message } = keeperMessage.safeParse(received);
      if (!success) return;
      if (message.type === "running") resolve(message);
      else if (message.type === "died") tellDeath();
      else reject(new AppError("INTERNAL", message));
    });
    void gone.then(() =>
      reject(
        new AppError("INTERNAL", {
          message: `the process that starts the database ended: ${said.trim()}`,
          userMessage:
            "The database did not start: its user cannot read this clone, or cannot write DATA_DIR.",
        }),
      ),
    );
  }).finally(() => clearTimeout(late));
  // A database whose keeper was killed has nobody who watches it; the next start takes it over.
  void gone.then(() => {
    if (stopping === null) tellDeath();
  });
  // It must not keep a process alive that has done its work.
  child.unref();
  child.channel?.unref();
  (child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
  return {
    socketDir: running.socketDir,
    takenOver: running.takenOver,
    died,
    stop: () => {
      stopping ??= (async () => {
        child.ref();
        if (child.connected) child.send("stop");
        await gone;
      })();
      return stopping;
    },
  };
}

/** Ends what runs on a data folder, with its owner's rights. For root. */
export async function endAsOwner(dataDir: string, owner: SystemUser): Promise<void> {
  await ended(await startKeeper(owner, ["end", dataDir]));
}

async function startKeeper(owner: SystemUser, args: readonly string[]): Promise<ChildProcess> {
  const {
    program,
    args: all,
    cwd,
  } = await becomeUser(owner, root, [
    process.execPath,
    ...["--import", "tsx", "server/db/keep-postgres.ts", ...args],
  ]);
  return spawn(program, all, {
    cwd,
    // A Ctrl-C at the terminal is for us to hand on, and nothing of the owner's shares our terminal.
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { PATH: SYSTEM_PATH, NODE_ENV: "production" },
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
}
