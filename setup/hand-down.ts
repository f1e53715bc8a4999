import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, readConfig, seatHostDirectory } from "../server/config.ts";
import { becomeUser } from "../server/data-dir/become-user.ts";
import { prepareSeatHost, prepareUser } from "./prepare-machine.ts";
import { siteEnvironment } from "./serve-site.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * For root: runs one of the repository's commands, with this one's arguments, as the site's user, who may do what it does.
 * Root itself makes DATA_DIR ready and, where `seats` says so, holds the seat host up until the command has ended.
 * @returns the command's exit code; null when this process is not root, and the command is to run here
 */
export async function handDown(
  script: `cli/${string}.ts`,
  options: { readonly seats: boolean; readonly report: (line: string) => void; readonly signal: AbortSignal },
): Promise<number | null> {
  const given = readConfig();
  const config: Config = {
    ...given,
    DATA_DIR: path.resolve(given.DATA_DIR),
    SEAT_HOST_DIR: path.resolve(seatHostDirectory(given)),
  };
  const user = await prepareUser(config);
  if (user === null) return null;
  const { seats, report, signal } = options;
  const hold = seats ? await prepareSeatHost({ config, report, signal }) : null;
  try {
    const { program, args, cwd } = await becomeUser(user, root, [
      process.execPath,
      ...["--import", "tsx", script, ...process.argv.slice(2)],
    ]);
    return await new Promise<number>((resolve) => {
      const child = spawn(program, args, {
        cwd,
        env: { ...siteEnvironment(config), ...OTHERS_REPOSITORY },
        // In a session of its own: what runs there can type nothing into root's terminal.
        detached: true,
        stdio: ["ignore", "inherit", "inherit"],
      });
      const end = () => void child.kill("SIGTERM");
      signal.addEventListener("abort", end, { once: true });
      child.once("error", (error) => {
        report(`${script} cannot be started: ${error.message}`);
        resolve(2);
      });
      child.once("exit", (code) => {
        signal.removeEventListener("abort", end);
        resolve(code ?? 130);
      });
    });
  } finally {
    await hold?.release();
  }
}

/** Git reads no repository of another user's unless told: the clone is root's, and the command asks what has changed. */
const OTHERS_REPOSITORY = {
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "safe.directory",
  GIT_CONFIG_VALUE_0: "*",
};
